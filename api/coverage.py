"""Gaps and overlaps: what the field has, and what an idea would share with it."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from api import schemas
from api.errors import BadRequest
from api.speaking import in_its_language, language_of
from gaps.asking import MatrixRequest, RequestError
from gaps.tables import answer, answer_as_dict

router = Router(tags=["gaps"])


@router.get("/gaps", response={400: schemas.ErrorOut}, summary="The coverage matrix")
@in_its_language
def gaps(
    request: HttpRequest,
    rows: str = "tool_type",
    columns: str = "region",
    date: str = "",
    statuses: str = "in-use",
    in_doubt: str = "no",
    lang: str = "",
) -> Any:
    """Counts, expectations and verdicts for every cell; every facet key narrows the population.

    ``global``: own (a column of its own, default), expanded, excluded. ``date``: the state of that day.
    """
    try:
        asked = MatrixRequest.from_params(request.GET, language_of(request), strict=True)
        found = answer_as_dict(answer(asked))
    except RequestError as error:
        raise BadRequest(str(error)) from error
    from api.application import api

    return api.create_response(request, found, status=200)
