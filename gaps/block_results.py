"""What a live block counts: its filters are read as an address's are, in the state that it is live or frozen in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gaps.matrix_request import RequestError
from gaps.matrix_service import MatrixResult, matrix_result, read_request
from gaps.models.snapshots import Snapshot
from text.active_language import active_language


def block_result(value: Mapping[str, Any], **axes: str) -> MatrixResult:
    """The table that a block's values ask for."""
    params = QueryDict(value.get("filters") or "")
    request, snapshot = read_request(params, active_language(), snapshot=_snapshot(value.get("snapshot")))
    return matrix_result(request.changed(**axes), snapshot)


def filter_problems(filters: str, snapshot_number: int | None) -> dict[str, str]:
    """What is wrong with a block's filters and with its snapshot, by field (``gaps.blocks.filter_checks``)."""
    problems = {}
    snapshot = _snapshot(snapshot_number)
    if snapshot_number and snapshot is None:
        problems["snapshot"] = _("There is no snapshot with this number.")
    try:
        read_request(QueryDict(filters), active_language(), strict=True, snapshot=snapshot)
    except RequestError as error:
        problems["filters"] = str(error)
    return problems


def _snapshot(number: int | None) -> Snapshot | None:
    return Snapshot.objects.filter(number=number).first() if number else None
