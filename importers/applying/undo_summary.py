"""What taking an import back, or bringing it back, has done, in sentences that count what happened."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from importers.applying.undo import UndoPlan

_Sentence = Callable[[int], str]


def undo_sentences(plan: UndoPlan) -> list[str]:
    """For an import that was taken back. What didn't happen isn't mentioned."""
    sentences: dict[str, _Sentence] = {
        "withdrawn": lambda n: ngettext("%(count)d record withdrawn.", "%(count)d records withdrawn.", n),
        "restored": lambda n: ngettext(
            "%(count)d published record restored.", "%(count)d published records restored.", n
        ),
        "drafts_discarded": lambda n: ngettext("%(count)d draft discarded.", "%(count)d drafts discarded.", n),
        "drafts_restored": lambda n: ngettext(
            "%(count)d draft as it was before.", "%(count)d drafts as they were before.", n
        ),
        "reviews_cancelled": lambda n: ngettext("%(count)d review ended.", "%(count)d reviews ended.", n),
        "left": lambda n: ngettext(
            "%(count)d record edited since or locked: left as it is.",
            "%(count)d records edited since or locked: left as they are.",
            n,
        ),
    }
    return _told(plan, sentences) or [_("Nothing of it was left to take back.")]


def redo_sentences(plan: UndoPlan) -> list[str]:
    """For an import that was brought back."""
    sentences: dict[str, _Sentence] = {
        "withdrawn": lambda n: ngettext("%(count)d record returned.", "%(count)d records returned.", n),
        "reviews_cancelled": lambda n: ngettext("%(count)d review began again.", "%(count)d reviews began again.", n),
        "left": lambda n: ngettext(
            "%(count)d record edited since or locked: left as it is.",
            "%(count)d records edited since or locked: left as they are.",
            n,
        ),
    }
    return _told(plan, sentences)


def _told(plan: UndoPlan, sentences: dict[str, _Sentence]) -> list[str]:
    counts = plan.counts
    return [sentence(counts[name]) % {"count": counts[name]} for name, sentence in sentences.items() if counts[name]]
