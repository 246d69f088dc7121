"""Addresses of the gap pages and of the check before you build, below the language."""

from django.urls import path

from gaps.views import front, matrix_views, plan, snapshots

app_name = "gaps"
urlpatterns = [
    path("gaps/", front.index, name="index"),
    path("gaps/method/", front.method, name="method"),
    path("gaps/cell/", matrix_views.cell, name="cell"),
    path("gaps/embed/", matrix_views.embed, name="embed"),
    path("gaps/maps/<slug:key>/", front.gap_map, name="map"),
    path("gaps/snapshots/", snapshots.snapshots, name="snapshots"),
    path("gaps/snapshots/<int:number>/", snapshots.snapshot, name="snapshot"),
    path("gaps/changes/", snapshots.changes, name="changes"),
    path("gaps/<slug:slug>/", front.page, name="page"),
    path("plan/", plan.plan, name="plan"),
]
