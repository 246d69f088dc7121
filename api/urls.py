"""`/api/v1/`: operations in `api.tools`, `api.words`, `api.coverage`, `api.downloads`; its description for people."""

from django.urls import path, re_path

from api import coverage, downloads, tools, words
from api.application import api
from api.pages import docs, index, nothing_here

api.add_router("", downloads.router)
api.add_router("", tools.router)
api.add_router("", words.router)
api.add_router("", coverage.router)

urlpatterns = [
    path("", index, name="api-index"),
    path("docs", docs, name="api-docs"),
    path("", api.urls),
    re_path(r"^.*$", nothing_here),
]
