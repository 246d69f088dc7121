"""Tells the rest of the site what the gaps room listens to and what it adds, once it is ready."""

from __future__ import annotations

from django.core.signals import request_started
from django.db.models.signals import post_delete, post_save
from wagtail.signals import post_page_move

from catalogue.home_page import panels
from catalogue.kept_exports import stamp_with
from catalogue.models import IndexDue
from catalogue.removal.signals import history_forgotten, record_removed
from catalogue.signals import records_changed, records_withdrawn
from gaps.block_results import filter_problems
from gaps.blocks import filter_checks
from gaps.findings import home_panel
from gaps.live_data import check_again, note_change, note_page, note_snapshot, pages_stamp
from gaps.models.needs import Area, Indicator, IndicatorValue
from gaps.models.pages import front_page_contexts
from gaps.models.snapshots import Snapshot
from gaps.removing import forget_history, forget_record
from gaps.term_references import SavedAnalyses
from gaps.views.front import front_page_context
from taxonomy.signals import terms_changed
from taxonomy.uses import register_reference_provider


def register_signal_handlers() -> None:
    for signal in (records_changed, records_withdrawn, terms_changed):
        signal.connect(note_change, dispatch_uid="gaps.live_data")
    for saved in (post_save, post_delete):
        saved.connect(note_page, dispatch_uid="gaps.live_data.pages")
        saved.connect(note_snapshot, sender=Snapshot, dispatch_uid="gaps.live_data.snapshots")
        for model in (Area, Indicator, IndicatorValue):
            saved.connect(note_change, sender=model, dispatch_uid=f"gaps.live_data.{model.__name__}")
    post_page_move.connect(note_page, dispatch_uid="gaps.live_data.moved")
    # In the transaction that takes a record out, so that no process goes on with it for a moment.
    post_save.connect(note_change, sender=IndexDue, dispatch_uid="gaps.live_data.taken_out")
    request_started.connect(check_again, dispatch_uid="gaps.live_data.request")
    record_removed.connect(forget_record, dispatch_uid="gaps.removing")
    history_forgotten.connect(forget_history, dispatch_uid="gaps.forgetting")


def register_with_other_rooms() -> None:
    """What pages of other rooms, and our own models, ask this room for."""
    register_reference_provider(SavedAnalyses())
    stamp_with(pages_stamp)
    panels.append(home_panel)
    filter_checks.append(filter_problems)
    front_page_contexts.append(front_page_context)
