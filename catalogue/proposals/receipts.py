"""The receipt: a signed link that shows a proposal's state and can withdraw it. Nothing secret is stored."""

from django.core import signing
from django.urls import reverse

from catalogue.models import Proposal

_SALT = "catalogue.proposal"


def receipt_url(proposal: Proposal) -> str:
    return reverse("catalogue:receipt", args=[signing.dumps(proposal.pk, salt=_SALT)])


def read_receipt(token: str) -> Proposal | None:
    """Return the proposal of a receipt; None when the link is damaged or the proposal gone."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Proposal.objects.select_related("tool").filter(pk=pk).first()
