"""Addresses of the wizard, below the admin's."""

from django.urls import path

from importers.views import finishing, mapping, reviewing, uploading

app_name = "importers"
urlpatterns = [
    path("", uploading.index, name="index"),
    path("survey.xlsx", uploading.template_file, name="template"),
    path("xlsform.xlsx", uploading.form_file, name="xlsform"),
    path("<int:pk>/", reviewing.batch_page, name="batch"),
    path("<int:pk>/columns/", mapping.columns, name="columns"),
    path("<int:pk>/values/", mapping.values, name="values"),
    path("<int:pk>/decide/", reviewing.decide, name="decide"),
    path("<int:pk>/apply/", finishing.apply, name="apply"),
    path("<int:pk>/again/", finishing.again, name="again"),
    path("<int:pk>/dequeue/", finishing.dequeue, name="dequeue"),
    path("<int:pk>/replan/", finishing.replan, name="replan"),
    path("<int:pk>/rest.xlsx", finishing.rest, name="rest"),
    path("<int:pk>/undo/", finishing.undo, name="undo"),
    path("<int:pk>/redo/", finishing.redo, name="redo"),
    path("<int:pk>/discard/", finishing.discard, name="discard"),
]
