"""Finding a tool in the admin by a word, part of a name, or a name with a typo."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz, process
from wagtail.search.backends import get_search_backend

from catalogue.models import Organisation, Tool, ToolAlias
from catalogue.querysets import ToolQuerySet
from text.transliteration import name_key

# Below this likeness (0 to 100) a name is another name. "fotodna" and "PhotoDNA" are 80 alike.
NEAR_ENOUGH = 75
LIMIT = 500


def find_tools(tools: ToolQuerySet, text: str, *, keep_order: bool = False) -> ToolQuerySet:
    """Return the tools that the text may mean, best first (or in their own order)."""
    ranked = list(dict.fromkeys([*_by_name(text), *_by_index(text), *_by_words(tools, text)]))[:LIMIT]
    matching = tools.filter(pk__in=ranked)
    if keep_order:
        return matching
    place = Case(
        *(When(pk=pk, then=Value(number)) for number, pk in enumerate(ranked)),
        default=Value(len(ranked)),
        output_field=IntegerField(),
    )
    return matching.order_by(place, "name") if ranked else matching


def _by_name(text: str) -> list[int]:
    names = [*Tool.objects.values_list("pk", "name"), *ToolAlias.objects.values_list("tool_id", "name")]
    return rank_names(text, names)


def rank_names(text: str, names: Sequence[tuple[int, str]]) -> list[int]:
    """Return keys of the names that the text may mean, best first; three thousand take a few milliseconds."""
    wanted = name_key(text)
    if not wanted:
        return []
    best: dict[int, float] = {}
    for _name, score, place in process.extract(
        wanted, [name_key(name) for _pk, name in names], scorer=_likeness, score_cutoff=NEAR_ENOUGH, limit=LIMIT
    ):
        pk = names[place][0]
        best[pk] = max(score, best.get(pk, 0.0))
    return sorted(best, key=lambda pk: -best[pk])


def _likeness(wanted: str, name: str, *, score_cutoff: float | None = None) -> float:
    if wanted == name:
        return 101.0
    if name.startswith(wanted):
        return 100.0
    if len(wanted) >= 3 and wanted in name:
        return 95.0
    whole: float = fuzz.ratio(wanted, name)
    if len(wanted) >= 5 and len(name) > len(wanted):
        # The beginning of a long name, mistyped. Worth less than the whole of a short one.
        whole = max(whole, 0.95 * fuzz.ratio(wanted, name[: len(wanted) + 1]))
    return whole


def _by_index(text: str) -> list[int]:
    """Ask Wagtail's index about all tools: it refuses querysets that are filtered across relations."""
    results = get_search_backend().autocomplete(text, Tool.objects.all())
    return [tool.pk for tool in results[:LIMIT]]


def _by_words(tools: QuerySet[Tool], text: str) -> list[int]:
    """Find every word somewhere in the name, summary, address or organisations."""
    matching: QuerySet[Tool] = Tool.objects.order_by("name")
    for word in text.split()[:8]:
        organisations = Organisation.objects.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word))
        matching = matching.filter(
            Q(name__icontains=word)
            | Q(slug__icontains=word)
            | Q(summary__icontains=word)
            | Q(url__icontains=word)
            | Q(participations__organisation__in=organisations)
        )
    return list(dict.fromkeys(matching.values_list("pk", flat=True)[:LIMIT]))
