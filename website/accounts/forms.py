"""The forms of the account pages: Django's, with hints in plain lines and no field that takes the focus by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from website.mail.forms import QueuedPasswordResetForm


class SignInForm(AuthenticationForm):
    """Asks for name and password; a list of errors stands above it, so no field takes the focus."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"].widget.attrs["autofocus"]


class AdminSignInForm(LoginForm):
    """Leaves out "remember me": a session ends with the browser, when it is idle, and within a day in any case."""

    remember = None


class _RulesInLines:
    """Tells the rules for passwords in one line of text, since hints are no place for a list."""

    fields: dict[str, forms.Field]

    def tell_rules(self) -> None:
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)


class ChangePasswordForm(_RulesInLines, PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_rules()


class ChoosePasswordForm(_RulesInLines, SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_rules()


class AskForLinkForm(QueuedPasswordResetForm):
    """Takes the address that a new password's link is sent to."""

    email = forms.EmailField(
        label=_("E-mail address of your account"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
