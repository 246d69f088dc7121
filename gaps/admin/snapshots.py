"""Taking a snapshot by hand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gaps.models.snapshots import Snapshot
from gaps.snapshots.freezing import take_snapshot


@require_http_methods(["GET", "POST"])
def snapshots(request: HttpRequest) -> HttpResponse:
    """The list, with a button to take one. Needs the right to add snapshots."""
    if not request.user.has_perm("gaps.add_snapshot"):
        raise PermissionDenied
    if request.method == "POST":
        taken, is_new = take_snapshot(str(request.POST.get("note", ""))[:200], only_if_changed=True)
        if is_new:
            messages.success(request, _("Snapshot %(number)d was taken.") % {"number": taken.number})
        else:
            messages.warning(
                request,
                _("Nothing has changed since snapshot %(number)d, so none was taken.") % {"number": taken.number},
            )
        return redirect("gaps_admin_snapshots")
    return render(request, "gaps/admin/snapshots.html", {"snapshots": Snapshot.objects.announced().defer("packed")})
