"""Which column is what, and which words mean which term."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from importers.applying.memory import remembered_choice
from importers.applying.sessions import ImportSession
from importers.applying.staging import has_file, open_session, plan_again
from importers.columns import ColumnRole
from importers.forms.questions import choices
from importers.lexicon.fields import CONSENT_GRANTS, CONSENT_REFUSES, CONSENT_UNSURE, IMPORT_FIELDS, PRIVATE, TECHNICAL
from importers.models import Batch, BatchStatus
from importers.plan.consent_guesses import consent_guess_notes
from importers.plan.import_plan import Policy, column_as_json
from importers.plan.make_plan import with_choices
from importers.plan.policies import policy_for
from importers.readers import FileProblem
from importers.views.access import batch_of, curators_only
from importers.views.labels import field_label, policy_label
from taxonomy.current import vocabulary_index

_CONSTANTS = ("organisation", "status", "access", "countries", "regions", "tool_types", "exploitation")
_MOST_VALUES = 300


@curators_only
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_of(pk)
    if not batch.is_open:
        return redirect("importers:batch", pk)
    try:
        if request.method == "POST":
            _take_columns(request, batch)
            session = plan_again(batch, request.user)
            unknown = any(not use.term for use in session.current_plan.values)
            return redirect("importers:values" if unknown else "importers:batch", pk)
        session = open_session(batch, request.user)
    except FileProblem as problem:
        messages.error(request, problem.message)
        return redirect("importers:index")
    context = {
        "batch": batch,
        "session": session,
        "notes": [*session.file.notes, *session.table.notes, *consent_guess_notes(session.columns, session.table)],
        "sheets": [sheet.name for sheet in session.file.sheets],
        "has_file": has_file(batch),
        "columns": [_column_context(column) for column in session.columns],
        "fields": [(name, field_label(name)) for name in IMPORT_FIELDS],
        "constants": [(name, field_label(name), session.options.constants.get(name, "")) for name in _CONSTANTS],
        "policies": [
            (name, field_label(name), session.options.policies.get(name, ""), _as_usual(name, session))
            for name in dict.fromkeys(column.field for column in session.columns if column.field)
            if name not in ("id", "updated_at")
        ],
        "policy_choices": [(str(policy), policy_label(policy)) for policy in Policy],
    }
    return render(request, "importers/columns.html", context)


def _as_usual(name: str, session: ImportSession) -> str:
    """What happens without a choice. It isn't posted as one: it follows from what the columns are."""
    return policy_label(policy_for(name, {}, is_own_export=session.is_own_export))


def _column_context(column: Any) -> dict[str, Any]:
    return {
        "letter": column.letter,
        "header": column.header,
        "option": column.option,
        "samples": column.samples,
        "chosen": remembered_choice(column),
        "percent": round(column.confidence * 100),
        "is_guess": column.is_guess,
        "is_remembered": column.is_remembered,
        "is_private": column.role in (ColumnRole.PRIVATE, ColumnRole.TECHNICAL),
    }


def _take_columns(request: HttpRequest, batch: Batch) -> None:
    """Keep the choices of the form; a new sheet or header row starts the columns anew."""
    options = dict(batch.options)
    has_moved = has_file(batch) and _take_place(request, options)
    options["constants"] = {
        name: text for name in _CONSTANTS if (text := request.POST.get(f"constant-{name}", "").strip())
    }
    policies = {name: request.POST.get(f"policy-{name}", "") for name in IMPORT_FIELDS}
    options["policies"] = {name: chosen for name, chosen in policies.items() if chosen in list(Policy)}
    batch.options = options
    session = open_session(batch)
    if not has_moved:
        known = {*IMPORT_FIELDS, CONSENT_GRANTS, CONSENT_REFUSES, CONSENT_UNSURE, PRIVATE, TECHNICAL, ""}
        chosen = {
            column.letter: name
            for column in session.columns
            if (name := request.POST.get(f"column-{column.letter}", remembered_choice(column))) in known
        }
        changed = {
            column.letter: chosen[column.letter]
            for column in session.columns
            if chosen.get(column.letter, CONSENT_UNSURE) not in (remembered_choice(column), CONSENT_UNSURE)
        }
        session.columns = with_choices(session.columns, changed)
    batch.columns = [column_as_json(column) for column in session.columns]
    # Only these: its state may have changed in another tab.
    batch.save(update_fields=["columns", "options"])


def _take_place(request: HttpRequest, options: dict[str, Any]) -> bool:
    """The sheet and the row of headings; whether they are others than were shown."""
    row = request.POST.get("header_row", "")
    options["sheet"] = request.POST.get("sheet", "")
    options["header_row"] = int(row) if row.isdigit() and len(row) < 6 else None
    return (options["sheet"], options["header_row"]) != (
        request.POST.get("shown_sheet", ""),
        int(shown) if (shown := request.POST.get("shown_row", "")).isdigit() else None,
    )


@curators_only
def values(request: HttpRequest, pk: int) -> HttpResponse:
    batch = batch_of(pk)
    if batch.status != BatchStatus.PLANNED:
        return redirect("importers:batch", pk)
    shown = [use for use in batch.value_uses if not use["term"] or not use["certain"] or _is_decided(batch, use)]
    if request.method == "POST":
        decided = {field: dict(texts) for field, texts in batch.options.get("values", {}).items()}
        for n, use in enumerate(shown[:_MOST_VALUES]):
            slug = request.POST.get(f"value-{n}", "")
            vocabulary = IMPORT_FIELDS[use["field"]].vocabulary
            if slug and vocabulary_index().has(vocabulary, slug):
                decided.setdefault(use["field"], {})[use["text"]] = slug
            elif not slug:
                decided.get(use["field"], {}).pop(use["text"], None)
        batch.options = {**batch.options, "values": decided}
        batch.save(update_fields=["options"])
        try:
            plan_again(batch, request.user)
        except FileProblem as problem:
            messages.error(request, problem.message)
        return redirect("importers:batch", pk)
    context = {
        "batch": batch,
        "uses": [(n, use, field_label(use["field"])) for n, use in enumerate(shown[:_MOST_VALUES])],
        "terms": {use["field"]: _terms(use["field"]) for use in shown},
        "left_out": max(0, len(shown) - _MOST_VALUES),
        "read_count": len(batch.value_uses) - len(shown),
        "title": _("Values"),
    }
    return render(request, "importers/values.html", context)


def _is_decided(batch: Batch, use: dict[str, Any]) -> bool:
    return use["text"] in batch.options.get("values", {}).get(use["field"], {})


def _terms(field: str) -> list[tuple[str, str]]:
    return [
        (choice.slug, vocabulary_index().label(IMPORT_FIELDS[field].vocabulary, choice.slug))
        for choice in choices(field)
    ]
