"""One click is one action: a decision is taken once, by a person's click, and only while it is still to be taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalogue.models import Tool

_PREFIX = "action-"


def requested_actions(request: HttpRequest) -> set[str]:
    """Return what the buttons of an edit form ask for beside saving."""
    return {name.removeprefix(_PREFIX) for name, value in request.POST.items() if name.startswith(_PREFIX) and value}


def saves_by_itself(request: HttpRequest) -> bool:
    """Tell whether Wagtail's autosave sent the request, which no click has."""
    return not request.accepts("text/html")


def over() -> str:
    return _(
        "This can't be done any more: somebody has decided in the meantime, or your account may not do it. Nothing was "
        "saved; compare with the record's history before you try again."
    )


class DecideOnceMixin:
    """For create and edit views of tools. Refuses a decision that an autosave carries, or that is over already."""

    request: HttpRequest
    action: str
    object: Any  # None while a record is being added
    expects_json_response: bool

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            if self.object is not None:
                # Decisions about one record come one after the other.
                Tool.objects.select_for_update().filter(pk=self.object.pk).first()
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return response

    def is_valid(self, form: Any) -> bool:
        refusal = self._refusal()
        if refusal:
            self.produced_error_code, self.produced_error_message = "internal_error", refusal
            return False
        return bool(super().is_valid(form))  # type: ignore[misc]

    def _refusal(self) -> str:
        actions = requested_actions(self.request)
        if not actions:
            return ""
        if self.expects_json_response:
            return _("A record that is saved by itself is never decided by it.")
        if self.action not in actions:
            return over()
        if self.object is None:
            return ""
        present = Tool.objects.get(pk=self.object.pk)
        if self.action == "workflow-action" and not self._is_to_be_decided(present):
            return over()
        if self.action == "submit" and present.workflow_in_progress:
            return over()
        return ""

    def _is_to_be_decided(self, present: Tool) -> bool:
        task = present.current_workflow_task
        if task is None:
            return False
        wanted = self.request.POST.get("workflow-action-name")
        return any(name == wanted for name, _label, _modal in task.get_actions(present, self.request.user))


def decide_page_once(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse a decision on one of Wagtail's pages before it is edited; None where nothing is amiss."""
    if request.method != "POST":
        return None
    actions = requested_actions(request)
    if actions and saves_by_itself(request):
        answer = {"success": False, "error_code": "internal_error", "error_message": over()}
        return JsonResponse(answer, status=400)
    if "workflow-action" in actions and page.current_workflow_task is None:
        messages.error(request, over())
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
