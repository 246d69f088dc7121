"""The tantivy schema and the way a document is put into it.

Every text is analysed in Python and given to tantivy as tokens between spaces; tantivy's own tokenizers would split
Indic
words at the virama. All numbers are signed: an unsigned field filled from keyword arguments kills tantivy's writer.
"""

import json
from functools import lru_cache
from typing import Any, Final

import tantivy
from anyascii import anyascii

from search.documents import SearchDocument
from search.engines.tokens import TEXT_FIELDS, tokens_of
from search.vocabulary import FILTER_KEYS

# Changes with every change of fields or analysis: an index of another form is rebuilt.
FORM: Final = "8"
_KEY_LETTERS: Final = " 0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("slug", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("hash", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("row", stored=True, indexed=True, fast=True)
    builder.add_integer_field("default_key", fast=True)
    builder.add_integer_field("name_key", fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_integer_field("verified", fast=True)
    builder.add_bytes_field("texts", stored=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("spelling", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("numbers", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("organisation_key", fast=True, tokenizer_name="raw", index_option="basic")
    for key in FILTER_KEYS:
        builder.add_text_field(f"facet_{key}", fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def tantivy_document(document: SearchDocument, row: int) -> tantivy.Document:
    """`row`: the place of its vectors, never used twice."""
    values: dict[str, Any] = {
        "slug": document.slug,
        "hash": document.hash,
        "row": row,
        "default_key": default_key(document.quality_prior, document.name),
        "name_key": name_key(document.name),
        "newest": document.newest,
        "verified": document.verified,
        "organisation_key": document.organisation,
        **{name: " ".join(tokens) for name, tokens in tokens_of(document).items()},
        **{f"facet_{key}": list(slugs) for key, slugs in document.facets.items() if slugs},
    }
    made = tantivy.Document.from_dict(values, schema())
    made.add_bytes("texts", _json(document.texts()))
    return made


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def name_key(name: str) -> int:
    """Orders by the first twelve letters and digits of a name in ASCII: tantivy sorts by numbers only."""
    return _place(name, 12)


def default_key(quality_prior: int, name: str) -> int:
    """Highest quality first, then by the first ten letters of the name, when sorted from high to low."""
    span = len(_KEY_LETTERS) ** 10
    return quality_prior * span + span - 1 - _place(name, 10)


def _place(name: str, length: int) -> int:
    letters = [character for character in anyascii(name).lower() if character in _KEY_LETTERS][:length]
    key = 0
    for character in letters:
        key = key * len(_KEY_LETTERS) + _KEY_LETTERS.index(character)
    return key * len(_KEY_LETTERS) ** (length - len(letters))
