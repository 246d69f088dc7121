"""Views about one tool beside Wagtail's own: likely duplicates, withdrawing, restoring."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, UnpublishView

from catalogue import publishing
from catalogue.admin.decisions import DecideOnceMixin
from catalogue.admin.forms import ReasonForm
from catalogue.admin.notices import TOOL_URLS
from catalogue.admin.removal import warn_of_index
from catalogue.drafts import discard_draft, is_own_draft, unpublished_work
from catalogue.duplicates import Likely, likely_duplicates
from catalogue.fields import read_values
from catalogue.matching import MatchCandidate
from catalogue.models import Tool
from catalogue.personal_data import kinds_in_words
from catalogue.personal_data.checks import not_looked_at, note_looked_at
from catalogue.querysets import children_lookups

LONGEST = 500


def edit_url(pk: int) -> str:
    return reverse(f"{TOOL_URLS}:edit", args=[pk])


@require_safe
def similar_tools(request: HttpRequest) -> JsonResponse:
    """``{"similar": [{"name", "url", "why"}]}`` for what has been typed: ``name``, ``aka`` (repeatable), ``url``,
    ``source_repo``, ``summary``; ``pk`` is the record itself."""
    if not (request.user.has_perm("catalogue.add_tool") or request.user.has_perm("catalogue.change_tool")):
        raise PermissionDenied
    texts = {name: request.GET.get(name, "")[:LONGEST] for name in ("name", "url", "source_repo", "summary")}
    aka = tuple(name[:LONGEST] for name in request.GET.getlist("aka")[:20])
    pk = request.GET.get("pk", "")
    exclude = int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    candidate = MatchCandidate(
        name=texts["name"], aka=aka, url=texts["url"], source_repo=texts["source_repo"], summary=texts["summary"]
    )
    duplicates = likely_duplicates(candidate, is_public=False, exclude=exclude)
    answer = [{"name": one.name, "url": edit_url(one.pk), "why": one.why} for one in duplicates]
    return JsonResponse({"similar": answer})


class _WarnsOfDuplicates:
    """After saving, names likely duplicates: for browsers without JavaScript and for whoever overlooked the notice."""

    request: HttpRequest
    expects_json_response: bool
    object: Tool

    def save_action(self) -> HttpResponse:
        response: HttpResponse = super().save_action()  # type: ignore[misc]
        if not self.expects_json_response:
            self._warn()
        return response

    def _warn(self) -> None:
        tool = self.object
        duplicates = likely_duplicates(
            MatchCandidate.from_values(read_values(tool, ("name", "aka", "url", "source_repo", "summary"))),
            is_public=False,
            exclude=tool.pk,
        )
        if duplicates:
            messages.warning(self.request, _list_of(duplicates))


def _list_of(duplicates: list[Likely]) -> str:
    links = format_html_join(
        ", ", '<a href="{}">{}</a> ({})', ((edit_url(one.pk), one.name, one.why) for one in duplicates)
    )
    return format_html("{} {}", _("This may already be in the registry:"), links)


class ToolCreateView(DecideOnceMixin, _WarnsOfDuplicates, CreateView):
    pass


class ToolEditView(DecideOnceMixin, _WarnsOfDuplicates, EditView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_looked_at(self.object, self.request.POST.getlist("looked_at"), self.request.user)
        if self.action in ("publish", "workflow-action") and not self.expects_json_response:
            self._warn_of_personal_data()
        return response

    def _warn_of_personal_data(self) -> None:
        findings = not_looked_at(self.object).values()
        if findings:
            text = _("Readers may see %(kinds)s: %(texts)s. Take it out, or confirm in the form that it is meant so.")
            texts = ", ".join(f"“{datum.text}”" for datum in findings)
            messages.warning(self.request, text % {"kinds": kinds_in_words(findings), "texts": texts})

    def user_has_permission_for_instance(self, permission: str, instance: Any) -> bool:
        if permission == "delete" and is_own_draft(instance, self.request.user):
            return True
        return bool(super().user_has_permission_for_instance(permission, instance))

    def get_object(self, queryset: Any = None) -> Tool:
        tool: Tool = super().get_object(queryset)
        if tool is self.live_object:
            # Fetched once: form, panels and open problems all read them.
            prefetch_related_objects([tool], *children_lookups(Tool))
        return tool

    def _warn(self) -> None:
        # A published record has been compared when it was new.
        if not self.object.live:
            super()._warn()


class ToolDeleteView(DeleteView):
    """Only what was never published can be deleted; the rest is withdrawn, so that its address can say why."""

    def user_has_permission(self, permission: str) -> bool:
        if permission == "delete" and is_own_draft(self.object, self.request.user):
            return True
        return bool(super().user_has_permission(permission))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.first_published_at is not None:
            messages.error(request, _("“%(name)s” has been public. Withdraw it instead.") % {"name": self.object.name})
            return redirect(f"{TOOL_URLS}:withdraw", self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_tool(request: HttpRequest, pk: int) -> HttpResponse:
    tool = _tool_to_publish(request, pk)
    form = ReasonForm(request.POST or None, initial={"reason": tool.withdrawn_because})
    if request.method == "POST" and form.is_valid():
        publishing.withdraw(tool, form.cleaned_data["reason"], request.user)
        messages.success(request, _("“%(name)s” is withdrawn.") % {"name": tool.name})
        warn_of_index(request)
        return redirect(edit_url(pk))
    context = {"tool": tool, "form": form, "edit_url": edit_url(pk)}
    return render(request, "catalogue/admin/withdraw.html", context)


class ToolUnpublishView(UnpublishView):
    """Readers of a link are owed a reason: a record is withdrawn, not unpublished."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(f"{TOOL_URLS}:withdraw", self.object.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discard_tool_draft(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("catalogue.change_tool"):
        raise PermissionDenied
    tool = get_object_or_404(Tool, pk=pk)
    lock = tool.get_lock()
    if lock is not None and lock.for_user(request.user):
        messages.error(request, lock.get_message(request.user))
        return redirect(edit_url(pk))
    if request.method == "POST":
        try:
            discard_draft(tool, request.user)
            messages.success(request, _("The draft of “%(name)s” is discarded.") % {"name": tool.name})
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
        return redirect(edit_url(pk))
    context = {"tool": tool, "work": unpublished_work(tool), "edit_url": edit_url(pk)}
    return render(request, "catalogue/admin/discard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restore_tool(request: HttpRequest, pk: int) -> HttpResponse:
    tool = _tool_to_publish(request, pk)
    if request.method == "POST":
        publishing.restore(tool, request.user)
        messages.success(request, _("“%(name)s” is back.") % {"name": tool.name})
        return redirect(edit_url(pk))
    return render(request, "catalogue/admin/restore.html", {"tool": tool, "edit_url": edit_url(pk)})


def _tool_to_publish(request: HttpRequest, pk: int) -> Tool:
    if not request.user.has_perm("catalogue.publish_tool"):
        raise PermissionDenied
    return get_object_or_404(Tool, pk=pk)
