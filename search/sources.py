"""Public records as the documents that an index is made of."""

from collections.abc import Iterable, Iterator

from catalogue.models import Tool
from catalogue.records import iterate_records, records
from search.documents import SearchDocument, documents_of
from taxonomy.many import with_any_of


def all_documents() -> Iterator[SearchDocument]:
    """Every public record as a document, in bounded memory."""
    return documents_of(iterate_records(Tool.objects.public().order_by("slug")))


def documents_for(slugs: Iterable[str]) -> list[SearchDocument]:
    """The documents of those records that are public now."""
    portions = with_any_of(Tool.objects.public(), "slug", sorted(set(slugs)))
    return [document for portion in portions for document in documents_of(records(portion))]
