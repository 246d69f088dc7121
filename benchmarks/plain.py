"""Plain BM25, the yardstick: one text of name, organisation and summary, tantivy's default tokenizer, nothing else."""

from collections.abc import Callable, Iterable, Sequence

import tantivy

from benchmarks.judged import Judged
from search.documents import SearchDocument


def plain_bm25(documents: Iterable[SearchDocument]) -> Callable[[Judged], Sequence[str]]:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("slug", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    index = tantivy.Index(builder.build())
    writer = index.writer(32_000_000, 1)
    for made in documents:
        text = "\n".join([made.name, *made.aliases, made.organisation, made.summary])
        writer.add_document(tantivy.Document(slug=made.slug, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: Judged) -> list[str]:
        words = "".join(sign if sign.isalnum() else " " for sign in query.text)
        parsed, _errors = index.parse_query_lenient(words, ["text"])
        return [str(searcher.doc(place).get_first("slug")) for _score, place in searcher.search(parsed, 10).hits]

    return search
