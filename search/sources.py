"""Public records as the documents that an index is made of."""

from collections.abc import Iterable, Iterator

from catalogue.models import PublishedRecord
from search.documents import SearchDocument, documents_of
from taxonomy.many import with_any_of


def all_documents() -> Iterator[SearchDocument]:
    """Every public record as a document, in bounded memory."""
    return documents_of(PublishedRecord.objects.public().iterate())


def documents_for(slugs: Iterable[str]) -> list[SearchDocument]:
    """The documents of those records that are public now."""
    portions = with_any_of(PublishedRecord.objects.public(), "slug", sorted(set(slugs)))
    return [document for portion in portions for document in documents_of(portion.records())]
