"""The mapping, declared; only what the core of every Elasticsearch 8 and 9 has: whitespace and keyword fields, kNN.

Text comes analysed (text), so the same tokens are ranked as in the embedded engine. Vectors are the same
signed bytes too, sent as hexadecimal text: a tenth of what lists of numbers take on the wire.
"""

from typing import Any, Final

from elasticsearch.dsl import DenseVector, Document, Integer, Keyword, Long, Object, Text

from search.documents import SearchDocument
from search.encoder import DIMENSIONS
from search.encoder.spaces import SPACES
from search.encoder.store import Quantised
from search.engines.tokens import TEXT_FIELDS, tokens_of
from search.vocabulary import FILTER_KEYS
from text import fold

SHARDS: Final = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}


def _vector() -> DenseVector:
    return DenseVector(
        dims=DIMENSIONS, element_type="byte", similarity="cosine", index=True, index_options={"type": "hnsw"}
    )


class RecordDocument(Document):
    """One public record. Fields by name: those of `search.engines.tokens`, `facet_<key>`, `vector_<space>`."""

    slug = Keyword()
    hash = Keyword(index=False)
    standing = Integer()
    name_key = Keyword()
    newest = Long()
    verified = Long()
    organisation_key = Keyword()
    is_removed = Keyword()
    spelling = Keyword()
    grams = Text(analyzer="whitespace", index_options="freqs")
    numbers = Keyword()
    card = Object(enabled=False)
    texts = Object(enabled=False)

    class Index:
        settings = SHARDS


for _name in TEXT_FIELDS:
    RecordDocument._doc_type.mapping.field(_name, Text(analyzer="whitespace"))
for _key in FILTER_KEYS:
    RecordDocument._doc_type.mapping.field(f"facet_{_key}", Keyword())
for _space in SPACES:
    RecordDocument._doc_type.mapping.field(f"vector_{_space}", _vector())
# What isn't declared is a mistake here, not a field to be guessed.
RecordDocument._doc_type.mapping.meta("dynamic", "strict")


def body_of(document: SearchDocument, vectors: dict[str, Quantised]) -> dict[str, Any]:
    """The document as it is sent. vectors: space to 384 signed bytes; a space without a text is left out."""
    tokens = tokens_of(document)
    body: dict[str, Any] = {
        "slug": document.slug,
        "hash": document.hash,
        "standing": document.quality_prior,
        "name_key": fold(document.name),
        "newest": document.newest,
        "verified": document.verified,
        "organisation_key": document.organisation,
        "spelling": tokens.pop("spelling", []),
        "numbers": tokens.pop("numbers", []),
        "card": document.card(),
        "texts": document.texts(),
    }
    body |= {field: " ".join(words) for field, words in tokens.items()}
    body |= {f"facet_{key}": list(values) for key, values in document.facets.items() if values}
    body |= {f"vector_{space}": vector.tobytes().hex() for space, vector in vectors.items() if vector.any()}
    return body
