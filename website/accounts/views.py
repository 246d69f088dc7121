"""The account pages below every language, for readers who have no way into the editors' side."""

from __future__ import annotations

from typing import Any

from axes.utils import reset as forget_wrong_passwords
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.disclosure import Level, level_of
from catalogue.open_forms import open_form
from website.accounts.forms import AskForLinkForm, ChangePasswordForm, ChoosePasswordForm, SignInForm
from website.accounts.limits import few_links
from website.accounts.trail import tell_new_password


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html", {"is_vetted": level_of(request.user) >= Level.VETTED})


class SignIn(views.LoginView):
    template_name = "account/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return reverse("account")


# No token: the session's cookie is `SameSite=Lax`, so a form on another site would end nothing, and it is refused too.
@open_form
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        logout(request)
        response: HttpResponse = HttpResponseRedirect(request.path)
        return without_cookies(response)
    return render(request, "account/sign_out.html")


@open_form
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and lead away; a script asks for it in the background, without one it is the button's form.

    A page that refreshes itself to the other site takes its own place in the history, and the policy for forms, which
    would stop a redirect to another site, has no say in it.
    """
    logout(request)
    return without_cookies(render(request, "account/leave.html", {"address": settings.LEAVE_URL}))


def without_cookies(response: HttpResponse) -> HttpResponse:
    """Take back what would tell the next person that somebody was signed in here."""
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
    return response


class ChangePassword(views.PasswordChangeView):
    template_name = "account/form.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, heading=_("Change the password"), button=_("Change the password"))

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        tell_new_password(form.user)
        messages.success(self.request, _("Your password has been changed."))
        return response


@method_decorator(few_links, name="dispatch")
class AskForLink(views.PasswordResetView):
    template_name = "account/form.html"
    form_class = AskForLinkForm
    email_template_name = "account/reset_mail.txt"
    subject_template_name = "account/reset_subject.txt"
    success_url = reverse_lazy("account_link_sent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, heading=_("Choose a new password"), button=_("Send a link"))


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/link_sent.html", {"hours": settings.PASSWORD_RESET_TIMEOUT // 3600})


class ChoosePassword(views.PasswordResetConfirmView):
    template_name = "account/choose_password.html"
    form_class = ChoosePasswordForm

    def get_success_url(self) -> str:
        return reverse("account_sign_in")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        tell_new_password(form.user)
        forget_wrong_passwords(username=form.user.get_username())
        messages.success(self.request, _("Your password has been changed."))
        return response
