"""The guides of docs/ on the site, so that help is where it is needed: `/guides/` and `/guides/<part>/<name>/`.

They are written in English and say so to a screen reader; the files are the only copy.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

PARTS = {
    "guides": gettext_lazy("Guides for people"),
    "how-to": gettext_lazy("How to run the registry"),
    "reference": gettext_lazy("Reference"),
    "decisions": gettext_lazy("Decisions and their reasons"),
}


# Recipes for those who change the code: readers of a registry have no use for them.
ABOUT_THE_CODE = ("add-", "release")


@dataclass(frozen=True)
class Guide:
    part: str
    name: str
    title: str

    @property
    def url(self) -> str:
        return reverse("guide", args=[self.part, self.name])


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "docs"


@lru_cache(maxsize=1)
def guides() -> tuple[Guide, ...]:
    """All of them, by part and file name. Read once: they change with the code only."""
    return tuple(
        Guide(part, path.stem, _title(path))
        for part in PARTS
        for path in sorted((_folder() / part).glob("*.md"))
        if path.stem.isascii() and path.stem != "README" and not path.stem.startswith(ABOUT_THE_CODE)
    )


def _title(path: Path) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path.stem


def _printed(guide: Guide) -> SafeString:
    # HTML in the files is shown as text: a guide needs none.
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((_folder() / guide.part / f"{guide.name}.md").read_text(encoding="utf-8"))
    known = {(one.part, one.name) for one in guides()}
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("href", _address(str(child.attrGet("href") or ""), guide.part, known))
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308  # our own files, HTML off


def _address(href: str, part: str, known: set[tuple[str, str]]) -> str:
    """A link between files becomes one between pages; a file that is no page stays a name without a link target."""
    if "://" in href or href.startswith(("/", "#", "mailto:")):
        return href
    path, _hash, fragment = href.partition("#")
    resolved = posixpath.normpath(posixpath.join(part, path))
    folder, _slash, file = resolved.rpartition("/")
    name = file.removesuffix(".md")
    if (folder, name) in known:
        return reverse("guide", args=[folder, name]) + (f"#{fragment}" if fragment else "")
    return reverse("guides")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    parts = [(label, [one for one in guides() if one.part == part]) for part, label in PARTS.items()]
    return render(request, "guides/index.html", {"parts": [pair for pair in parts if pair[1]]})


@require_safe
def guide(request: HttpRequest, part: str, name: str) -> HttpResponse:
    chosen = next((one for one in guides() if (one.part, one.name) == (part, name)), None)
    if chosen is None:
        raise Http404(_("There is no guide of this name."))
    return render(request, "guides/guide.html", {"guide": chosen, "printed": _printed(chosen)})
