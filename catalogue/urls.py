"""Addresses of records and organisations, below the language. The list of tools is the room search's."""

from django.urls import path

from catalogue.views import organisations, records

app_name = "catalogue"
urlpatterns = [
    path("tools/<slug:slug>/", records.tool, name="tool"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
