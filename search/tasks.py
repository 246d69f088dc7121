"""What the index follows in the background."""

from django_tasks import task

from search import indexing


@task()
def follow_terms(vocabulary: str, slugs: list[str]) -> None:
    """Records that carry a renamed, merged or moved term, by slug of the vocabulary and of its terms."""
    indexing.follow_terms(vocabulary, slugs)
