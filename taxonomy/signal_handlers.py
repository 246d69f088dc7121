"""What happens when a vocabulary is saved or deleted: other processes notice, and other rooms hear of it."""

from __future__ import annotations

from django.core.signals import request_started
from django.db.models.signals import post_delete, post_save

from taxonomy.cache import check_again, note_change
from taxonomy.models import Term, TermRedirect, TermText, Vocabulary, VocabularyText
from taxonomy.signals import announce_saved


def register_signal_handlers() -> None:
    """The function listens for changes; the app calls it once, when it is ready."""
    for model in (Vocabulary, VocabularyText, Term, TermText, TermRedirect):
        post_save.connect(note_change, sender=model, dispatch_uid=f"vocabulary-stamp-{model.__name__}-save")
        post_delete.connect(note_change, sender=model, dispatch_uid=f"vocabulary-stamp-{model.__name__}-delete")
    for model in (Term, TermText):
        post_save.connect(announce_saved, sender=model, dispatch_uid=f"terms-changed-{model.__name__}-save")
        post_delete.connect(announce_saved, sender=model, dispatch_uid=f"terms-changed-{model.__name__}-delete")
    request_started.connect(check_again, dispatch_uid="vocabulary-stamp-request")
