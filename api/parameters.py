"""Parameters of lists, described from the facet table. They are parsed by the one query object."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import create_model

from api.i18n import language_of
from search.compatibility import HAVE_VALUES
from search.facets import FACETS
from search.parsing import parse_query
from search.query import HAVE, MAX_PER_PAGE, MAX_TEXT, PER_PAGE, SORTS, ToolQuery


def _described() -> dict[str, Any]:
    fields: dict[str, Any] = {
        "q": (str, Field("", description=f"Words in any language, at most {MAX_TEXT} characters.")),
    }
    for facet in FACETS:
        below = " A value also finds what is below it." if facet.is_tree else ""
        fields[facet.key] = (
            list[str],
            Field([], description=f"{facet.explanation} Repeatable, any of the values fits.{below}"),
        )
    fields[HAVE] = (
        list[str],
        Field([], description=f"What the user has; finds what needs no more. Values: {', '.join(HAVE_VALUES)}."),
    )
    fields["global"] = (
        str,
        Field("yes", description="no: leave out tools found under a region only because they are open to the world."),
    )
    fields["in_doubt"] = (str, Field("yes", description="no: leave out records whose existence nobody has shown."))
    fields["sort"] = (str, Field("relevance", description=f"One of: {', '.join(SORTS)}."))
    fields["page"] = (str, Field("1", description="From 1."))
    fields["per_page"] = (str, Field(str(PER_PAGE), description=f"From 1 to {MAX_PER_PAGE}."))
    fields["after"] = (str, Field("", description="Where the page before stopped: follow `next`, don't make it."))
    fields["lang"] = (str, Field("", description="Language of labels and sentences, such as fr."))
    return fields


ListParameters: type[Schema] = create_model("ListParameters", __base__=Schema, **_described())


def query_of(request: HttpRequest) -> ToolQuery:
    """Strict: raises QueryError with every problem."""
    return parse_query(request.GET, language_of(request), strict=True)
