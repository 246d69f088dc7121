"""Frozen states: the list, one of them, its bytes, and what changed between two."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaps.formatting import VERDICT_WORDS
from gaps.matrix_service import matrix_result, read_request
from gaps.models.snapshots import Snapshot
from gaps.presentation import MatrixView
from gaps.serializers import numbers_digest
from gaps.snapshots.comparing import ChangedTools, SnapshotDiff, compare
from gaps.snapshots.redacting import frozen_bytes, not_public
from gaps.views.formats import Response, asked_format, citation_of, in_format
from search.facets import BY_KEY
from taxonomy.current import vocabulary_index
from text.active_language import active_language

MOST_KEPT_SHOWN = 200


@require_safe
def snapshots(request: HttpRequest) -> HttpResponse:
    every = Snapshot.objects.defer("packed")
    context = {"snapshots": every.announced(), "kept": every.filter(is_automatic=True)[:MOST_KEPT_SHOWN]}
    return render(request, "gaps/snapshots.html", context)


@require_safe
def snapshot(request: HttpRequest, number: int) -> Response:
    """A snapshot's tables, any axes; ``format=frozen`` gives what was frozen, but for records not public now."""
    frozen = get_object_or_404(Snapshot, number=number)
    if request.GET.get("format") == "frozen":
        response = HttpResponse(frozen_bytes(frozen), content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="snapshot-{frozen.number}.json"'
        return response
    wanted, problems = asked_format(request)
    path = f"/gaps/snapshots/{frozen.number}/"
    if wanted != "html":
        return in_format(request, wanted, path, frozen)
    params = request.GET.copy()
    cited = "".join(map(str, params.pop("numbers", [])))
    matrix_request, _same = read_request(params, active_language(), snapshot=frozen)
    result = matrix_result(matrix_request, frozen)
    if cited and not numbers_digest(result.matrix).startswith(cited.lower()):
        problems.append(_("These are not the numbers that were cited: the way of counting has changed since."))
    context = {
        "snapshot": frozen,
        "not_public": len(not_public(frozen.content["records"])),
        "view": MatrixView(result, reverse("gaps:snapshot", args=[frozen.number])),
        "notices": [*problems, *matrix_request.ignored],
        "citation": citation_of(result, path),
    }
    return render(request, "gaps/snapshot.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed between two snapshots, by default the last two."""
    known = {str(each.number): each for each in Snapshot.objects.defer("packed")}
    numbers = [number for number, each in known.items() if not each.is_automatic]
    earlier = request.GET.get("from") or (numbers[1] if len(numbers) > 1 else "")
    later = request.GET.get("to") or (numbers[0] if numbers else "")
    if (earlier and earlier not in known) or (later and later not in known):
        raise Http404
    comparison = compare(known[earlier], known[later]) if earlier and later else None
    context = {
        "snapshots": list(known.values()),
        "earlier": earlier,
        "later": later,
        "comparison": comparison,
        "groups": _groups(comparison) if comparison else [],
        "reclassified": _reclassified(comparison) if comparison else [],
        "verdicts": _verdicts(comparison) if comparison else [],
    }
    return render(request, "gaps/changes.html", context)


def _groups(diff: SnapshotDiff) -> list[tuple[str, ChangedTools, list[tuple[str, str]]]]:
    groups = (
        (_("Added"), diff.added),
        (_("No longer public"), diff.removed),
        (_("Ended"), diff.ended),
        (_("In use again"), diff.revived),
    )
    return [
        (label, tools, [(name, reverse("catalogue:tool", args=[slug])) for slug, name in tools.named])
        for label, tools in groups
    ]


def _reclassified(diff: SnapshotDiff) -> list[tuple[str, str, str, str, str]]:
    index = vocabulary_index()
    return [
        (
            change.name,
            reverse("catalogue:tool", args=[change.slug]),
            str(BY_KEY[change.key].label),
            ", ".join(index.label(change.key, slug) for slug in change.before),
            ", ".join(index.label(change.key, slug) for slug in change.after),
        )
        for change in diff.reclassified
    ]


def _verdicts(diff: SnapshotDiff) -> list[tuple[str, str, str, str, int, int]]:
    index = vocabulary_index()
    return [
        (
            index.label("tool_type", change.row),
            index.label("region", change.column),
            str(VERDICT_WORDS[change.before]) if change.before else "–",
            str(VERDICT_WORDS[change.after]) if change.after else "–",
            change.count_before,
            change.count_after,
        )
        for change in diff.verdicts
    ]
