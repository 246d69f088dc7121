"""Gaps and overlaps: what the field has, and what an idea would share with it."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import ConfigDict, create_model

from api import schemas
from api.application import api
from api.errors import BadRequest
from api.i18n import known_language, language_of, localized
from gaps.idea_report import idea_report_as_dict, report_on_idea
from gaps.matrix_request import RequestError
from gaps.matrix_service import matrix_result, read_request, result_as_dict
from overlap import Idea, clean_idea
from overlap.passages import LONGEST_IDEA
from search.facets import FACETS
from search.parsing import parse_query

router = Router(tags=["gaps"])


@router.get("/gaps", response={400: schemas.ErrorOut}, summary="The coverage matrix")
@localized
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
        content = result_as_dict(matrix_result(*read_request(request.GET, language_of(request), strict=True)))
    except RequestError as error:
        raise BadRequest(str(error)) from error
    return api.create_response(request, content, status=200)


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


def _described() -> dict[str, Any]:
    idea = f"What it does, for whom, how; any language, at most {LONGEST_IDEA} characters."
    # The contract gives the name to both: one text is the idea's language, a list is the facet.
    language = "A text: language of labels, and a hint at the idea's. A list: languages of the tools."
    return {
        **{
            facet.key: (
                list[str] | str,
                Field([], description=f"Compare only with tools that have this. {facet.label}."),
            )
            for facet in FACETS
        },
        "idea": (str, Field(description=idea)),
        "language": (str | list[str], Field("", description=language)),
    }


OverlapIn: Any = create_model("OverlapIn", __base__=_Strict, **_described())


@router.post(
    "/overlap",
    response={200: schemas.OverlapOut, 400: schemas.ErrorOut},
    summary="Which tools overlap with an idea",
    operation_id="overlap",
)
@localized
def overlap(request: HttpRequest, payload: OverlapIn) -> Any:
    """Best first. The idea is compared and forgotten: it is neither stored nor logged."""
    given = payload.dict()
    # Its length first: cleaning walks through every letter. Spaces and marks that cleaning takes away are allowed for.
    is_too_long = len(given["idea"]) > 4 * LONGEST_IDEA
    text = "" if is_too_long else clean_idea(given["idea"])
    if is_too_long or len(text) > LONGEST_IDEA:
        raise BadRequest(_("The idea is too long; at most %(count)d characters are read.") % {"count": LONGEST_IDEA})
    if not text:
        raise BadRequest(_("Describe the idea in a sentence or two: what it does, for whom, and how."))
    spoken = given["language"] if isinstance(given["language"], str) else ""
    language = known_language(spoken) if spoken else language_of(request)
    params = QueryDict(mutable=True)
    for facet in FACETS:
        values = given[facet.key] if facet.key != "language" or not spoken else []
        params.setlist(facet.key, [values] if isinstance(values, str) else values)
    query = parse_query(params, language, strict=True)
    with translation.override(language):
        return idea_report_as_dict(report_on_idea(Idea(text, language, query.chosen)))
