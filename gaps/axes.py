"""One side of a matrix: the terms in the order of their tree, their headings, and which tools carry them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from scipy import sparse

from gaps.population import NOT_CODED, GlobalMode, Population
from gaps.tool_table import Mask, ToolTable
from search.facets import BY_KEY, FACET_KEYS, GLOBAL
from taxonomy.index import VocabularyIndex

# The order in which axes are offered; every other facet follows in its own.
_FIRST = ("tool_type", "region", "infrastructure", "target_user", "exploitation", "technology", "pillar", "access",
          "language", "country", "status", "victim_data", "evidence", "organisation_type", "seeking")  # fmt: skip
AXIS_KEYS = (*_FIRST, *(key for key in FACET_KEYS if key not in _FIRST))
# The headings of these ask different questions, so that a share is even among the terms of one heading only.
SEPARATE_QUESTIONS = frozenset({"infrastructure"})


@dataclass(frozen=True, slots=True)
class AxisLine:
    """A row or a column. ``group`` is the slug of its heading, if it has one."""

    slug: str
    label: str
    group: str | None = None
    group_label: str = ""
    is_coded: bool = True
    is_catch_all: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """``carried``: tools by lines, 1 where the tool belongs to the line; all tools, whatever the population.

    ``known``: the tools of which anything is known here. ``is_copied``: tools open to the whole world stand in every
    line, so that lines can't be compared with one another.
    """

    key: str
    label: str
    lines: tuple[AxisLine, ...]
    carried: sparse.csr_array
    known: Mask
    is_copied: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
        """Headings in order: slug, label, positions of their lines. Lines without a heading are left out."""
        members: dict[str, list[int]] = {}
        labels: dict[str, str] = {}
        for at, line in enumerate(self.lines):
            if line.group:
                members.setdefault(line.group, []).append(at)
                labels[line.group] = line.group_label
        return tuple((slug, labels[slug], tuple(places)) for slug, places in members.items())


def make_axis(
    table: ToolTable,
    key: str,
    population: Population,
    index: VocabularyIndex,
    language: str | None = None,
    *,
    only_known: bool = False,
) -> Axis:
    """The axis of a facet key; ``only_known``: without the lines of what isn't known. An unknown key is a KeyError."""
    if key not in AXIS_KEYS:
        raise KeyError(key)
    incidence = table.incidence(key)
    standing_for = {slug: index.resolve_slug(key, slug) or slug for slug in incidence.terms}
    lines = _lines(key, set(standing_for.values()), population, index, language)
    if only_known:
        lines = [line for line in lines if line.slug not in BY_KEY[key].nothing_known]
    position = {line.slug: at for at, line in enumerate(lines)}
    pairs = [(at, position[now]) for at, now in enumerate(standing_for.values()) if now in position]
    chosen = sparse.csr_array(
        (np.ones(len(pairs), dtype=np.int32), ([pair[0] for pair in pairs], [pair[1] for pair in pairs])),
        shape=(len(incidence.terms), len(lines)),
    )
    carried = sparse.csr_array(incidence.carried @ chosen)
    is_copied = key == "region" and population.global_mode is GlobalMode.EXPANDED
    if is_copied:
        everywhere = sparse.csr_array(table.having(key, [GLOBAL]).astype(np.int32).reshape(-1, 1))
        carried = sparse.csr_array(carried + everywhere @ np.ones((1, len(lines)), dtype=np.int32))
    carried.data[:] = 1
    is_bare = ~table.coded(key)
    is_bare_shown = not only_known and is_bare.any()
    if is_bare_shown and (key not in population.filters or NOT_CODED in population.filters[key]):
        lines.append(AxisLine(NOT_CODED, _("Not coded"), is_coded=False))
        carried = sparse.csr_array(sparse.hstack([carried, is_bare.astype(np.int32).reshape(-1, 1)], format="csr"))
    label = _vocabulary_label(key, index, language)
    return Axis(key, label, tuple(lines), carried, table.known(key), is_copied)


def _vocabulary_label(key: str, index: VocabularyIndex, language: str | None) -> str:
    vocabulary = index.vocabularies.get(key)
    return vocabulary.label(language) if vocabulary else key


def _lines(
    key: str, carried: set[str], population: Population, index: VocabularyIndex, language: str | None
) -> list[AxisLine]:
    """The narrowest terms of the vocabulary, broader ones that a tool carries itself, and none that has no place."""
    wanted = population.filters.get(key)
    shown = {slug for choice in wanted for slug in (index.descendants(key, choice) or (choice,))} if wanted else None
    lines, seen = [], set()
    for term in index.terms(key, with_retired=True):
        seen.add(term.slug)
        is_carried = term.slug in carried
        is_listed = not BY_KEY[key].is_open_list and not term.is_retired and not index.children(key, term.slug)
        if not is_carried and not is_listed:
            continue
        if key == "region" and term.slug == GLOBAL and population.global_mode is not GlobalMode.OWN:
            continue
        if shown is not None and term.slug not in shown:
            continue
        headings = "region" if key == "country" else key
        parent = term.parent if term.parent and index.has(headings, term.parent) else None
        if parent is None and index.children(key, term.slug):
            parent = term.slug  # a tool that names the heading alone stands under it
        lines.append(
            AxisLine(
                term.slug,
                term.label(language),
                parent,
                index.label(headings, parent, language) if parent else "",
                is_catch_all=term.slug in BY_KEY[key].catch_all,
            )
        )
    lines += [AxisLine(slug, slug) for slug in sorted(carried - seen) if shown is None or slug in shown]
    if BY_KEY[key].is_open_list:
        order = {term.slug: at for at, term in enumerate(index.terms("region"))}
        lines.sort(key=lambda line: (order.get(line.group or "", len(order)), line.label.casefold(), line.slug))
    return lines
