"""The mails of somebody who asked for a new password, made when they are sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template import loader
from django.utils.translation import override


class _CollectingForm(DjangoPasswordResetForm):
    """Django's own look-up of accounts and making of links; the mails are handed back."""

    def __init__(self, email: str) -> None:
        super().__init__({"email": email})
        self.collected: list[EmailMessage] = []

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = " ".join(loader.render_to_string(subject_template_name, context).split())
        body = loader.render_to_string(email_template_name, context)
        self.collected.append(EmailMultiAlternatives(subject, body, from_email, [to_email]))


def reset_messages(content: dict[str, Any]) -> list[EmailMessage]:
    """Return a mail with a link for each account of the address; none when there is none."""
    form = _CollectingForm(content["email"])
    if not form.is_valid():
        return []
    site = urlsplit(settings.BASE_URL)
    with override(content["language"]):
        form.save(
            domain_override=site.netloc,
            use_https=site.scheme == "https",
            subject_template_name=content["subject_template"],
            email_template_name=content["body_template"],
        )
    return form.collected
