"""What names a finding without repeating it: a keyed digest, for remembering that somebody has looked at it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from catalogue.personal_data.detector import PersonalDatum

_SALT = "catalogue.personal_data"


def finding_key(datum: PersonalDatum) -> str:
    """The key of one finding; the same number written with other spaces is another finding."""
    return salted_hmac(_SALT, f"{datum.kind}:{datum.text}", algorithm="sha256").hexdigest()


def key_of_all(data: Iterable[PersonalDatum]) -> str:
    """One key for several findings, whatever their order."""
    return salted_hmac(_SALT, " ".join(sorted(map(finding_key, data))), algorithm="sha256").hexdigest()
