"""The vocabularies' public addresses, below the language."""

from django.urls import path

from taxonomy import views

app_name = "taxonomy"

urlpatterns = [
    path("vocabularies/", views.vocabularies, name="vocabularies"),
    path("vocabularies/<slug:vocabulary>.ttl", views.turtle, name="turtle"),
    path("vocabularies/<slug:vocabulary>.jsonld", views.json_ld, name="json_ld"),
    path("vocabularies/<slug:vocabulary>/", views.vocabulary, name="vocabulary"),
    path("vocabularies/<slug:vocabulary>/<slug:slug>/", views.term, name="term"),
]
