"""Asking for a new password costs the same whether the account exists or not: the worker looks for it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.auth import PasswordResetForm

from text.active_language import active_language
from website.mail.outbox import note
from website.mail.queue import MailKind


class QueuedPasswordResetForm(PasswordResetForm):
    """Notes who asked; no account is looked up while the reader waits."""

    def save(self, **options: Any) -> None:
        note(
            [
                {
                    "email": self.cleaned_data["email"],
                    "language": active_language(),
                    "subject_template": options["subject_template_name"],
                    "body_template": options["email_template_name"],
                }
            ],
            MailKind.PASSWORD_RESET,
        )
