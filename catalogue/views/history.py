"""`/tools/<slug>/history/`: a record's changes in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalogue.history import history_of
from catalogue.models import Tool


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.public(), slug=slug)
    return render(
        request, "catalogue/history.html", {"name": tool.name, "slug": tool.slug, "entries": history_of(tool)}
    )
