"""Addresses of lists and of what is done with them."""

from django.urls import path

from search.views.feeds import changes
from search.views.finding import find
from search.views.picked import comparison, shortlist
from search.views.results import tools

app_name = "search"
urlpatterns = [
    path("tools/", tools, name="tools"),
    path("find/", find, name="find"),
    path("compare/", comparison, name="compare"),
    path("shortlist/", shortlist, name="shortlist"),
    path("feed/", changes, name="feed"),
]
