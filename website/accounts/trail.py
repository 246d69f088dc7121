"""A line in the log for every sign-in, refusal, sign-out and new password: the account's name and nothing else.

What was typed as a name is written only when there is such an account: people type passwords into the wrong field.
"""

from __future__ import annotations

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger("registry.accounts")
UNKNOWN = "an unknown account"


def tell_new_password(user: AbstractBaseUser) -> None:
    logger.info("New password: %s", user.get_username())


@receiver(user_logged_in)
def tell_sign_in(sender: Any, user: AbstractBaseUser, **_kwargs: Any) -> None:
    logger.info("Signed in: %s", user.get_username())


@receiver(user_logged_out)
def tell_sign_out(sender: Any, user: AbstractBaseUser | None, **_kwargs: Any) -> None:
    if user is not None:
        logger.info("Signed out: %s", user.get_username())


@receiver(user_login_failed)
def tell_refusal(sender: Any, credentials: dict[str, Any], **_kwargs: Any) -> None:
    logger.warning("Sign-in refused: %s", _known_name(credentials.get("username")))


@receiver(user_locked_out)
def tell_lock(sender: Any, username: str | None = None, **_kwargs: Any) -> None:
    logger.warning("Sign-in locked for a while: %s", _known_name(username))


def _known_name(typed: object) -> str:
    user = get_user_model()._default_manager.filter(username=str(typed or "")).first()
    return user.get_username() if user else UNKNOWN
