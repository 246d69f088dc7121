"""Addresses of records and organisations, below the language. The list of tools is the room search's."""

from django.urls import path

from catalogue.views import organisations, proposals, records

app_name = "catalogue"
urlpatterns = [
    path("tools/<slug:slug>/", records.tool, name="tool"),
    path("tools/<slug:slug>/history/", records.history, name="history"),
    path("tools/<slug:slug>/correct/", proposals.correct, name="correct"),
    path("suggest/", proposals.suggest, name="suggest"),
    path("suggest/similar/", proposals.similar, name="similar"),
    path("suggest/receipt/<str:token>/", proposals.receipt, name="receipt"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
