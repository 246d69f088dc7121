"""The default engine: tantivy and numpy in this process, an index in a folder, nothing to install or start."""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

import tantivy

from search.documents import SearchDocument
from search.encoder import Vectors, encoder
from search.encoder.spaces import SPACES, texts_of
from search.encoder.store import Quantised, VectorStore
from search.engines.base import EngineError, Health, Progress, SearchOutcome, SearchRequest, Suggestion
from search.engines.embedded.generations import PATIENT_SECONDS, Folder
from search.engines.embedded.reader import Reader
from search.engines.embedded.record_columns import RecordColumnWriter
from search.engines.embedded.schema import FORM, schema, tantivy_document
from search.engines.embedded.vectors import RowWriter
from search.engines.ranked import RankedEngine
from search.engines.retrieval import (
    Counts,
    HitPage,
    RetrievalRequest,
    RetrievalResult,
    StoredDocuments,
    TextRanking,
    Window,
)
from search.engines.suggesting import suggestions
from search.ranking.clauses import LexicalPlan, lexical_plan
from search.ranking.fusion import Candidates

_log = logging.getLogger("search.embedded")
_BATCH: Final = 500
# So many documents are written in one turn, so that a removal never waits for a whole import.
_STEP: Final = 100
# With so few changes left, a rebuild takes them in while nobody else writes.
_FEW_NOTES: Final = 3
_WRITER_BYTES: Final = 64_000_000

Answered = TypeVar("Answered")
Source = Callable[[], Iterable[SearchDocument]]


class EmbeddedEngine(RankedEngine):
    """source: where all documents come from when the index is missing or damaged and has to be made anew."""

    name = "embedded"

    def __init__(self, path: Path, source: Source | None = None, vectors: Path | None = None) -> None:
        super().__init__()
        self._folder = Folder(path)
        self._source = source
        self._store = VectorStore(vectors or path / "vectors.bin")
        self._opened: tuple[int, int, Reader] | None = None
        self._opening = threading.Lock()

    # Reading ----------------------------------------------------------------------------------------------------
    def reader(self) -> Reader:
        """The serving generation, opened once a process; made anew from the source when there is none to open."""
        here = (os.getpid(), self._folder.stamp())
        opened = self._opened
        if opened is not None and opened[:2] == here and here[1]:
            return opened[2]
        with self._opening:
            reader = self._open()
            if reader is None:
                self._heal()
                reader = self._open()
            if reader is None:
                raise EngineError("The search index can't be opened.")
            self._opened = (os.getpid(), self._folder.stamp(), reader)
            return reader

    def _open(self) -> Reader | None:
        generation = self._folder.current()
        if generation is None:
            return None
        try:
            with _damage_as_error():
                if (generation / "form").read_text(encoding="utf-8") != FORM:
                    return None
                reader = Reader(generation)
                if int((generation / "vectors" / "rows").read_text()) < reader.documents:
                    return None
        except EngineError as problem:
            _log.warning("The search index in %s can't be read (%s).", generation.name, problem)
            return None
        return reader

    def search(self, request: SearchRequest) -> SearchOutcome:
        return self._healing(lambda: super(EmbeddedEngine, self).search(request))

    def _healing(self, ask: Callable[[], Answered]) -> Answered:
        """Ask; when the files turn out damaged, make the index anew and ask once more."""
        try:
            with _damage_as_error():
                return ask()
        except _Damage as problem:
            if self._source is None:
                raise
            _log.warning("The search index is damaged (%s).", problem)
            with self._opening:
                self._opened = None
                with self._folder.turn("rebuild"):
                    self._rebuild(self._source(), None)
            with _damage_as_error():
                return ask()

    def _heal(self) -> None:
        if self._source is None:
            raise EngineError("There is no search index yet. Run `manage.py reindex`.")
        with self._folder.turn("rebuild"):
            if self._open() is None:  # another process may have done it meanwhile
                _log.warning("Making the search index anew.")
                self._rebuild(self._source(), None)

    def state(self) -> object:
        return (self._folder.stamp(), self.reader().change())

    def retrieve(
        self,
        wanted: LexicalPlan,
        vectors: Mapping[str, Vectors],
        name_grams: Sequence[str],
        within: SearchRequest | None = None,
    ) -> Candidates:
        return self.reader().candidates(wanted, vectors, name_grams, within)

    def find(self, question: RetrievalRequest) -> RetrievalResult:
        mending = self._mending(question, self.reader().unknown(question))
        wanted = lexical_plan(question.reading, mending.variants(question.reading.last))
        candidates = self.reader().candidates(wanted, question.vectors, question.grams, hidden=question.hidden)
        return RetrievalResult(mending, wanted, candidates)

    def completions(self, prefix: str, limit: int) -> list[str]:
        return self.reader().completions(prefix, limit)

    def page(self, answer: TextRanking | None, request: SearchRequest, wanted: Window) -> HitPage:
        return self.reader().page(answer, request, wanted)

    def count(self, answers: Sequence[TextRanking | None], request: SearchRequest) -> list[Counts]:
        return [self.reader().count(answer, request) for answer in answers]

    def stored(self, slugs: Sequence[str]) -> StoredDocuments:
        return self.reader().stored(slugs)

    def suggest(self, prefix: str, language: str = "en", limit: int = 8) -> list[Suggestion]:
        def ask() -> list[Suggestion]:
            return suggestions(prefix, language, limit, self.reader().by_name_prefix, self.vocabulary())

        return self._healing(ask)

    def lexical_scores(self, text: str, hint: str = "en") -> Mapping[str, float]:
        return self._healing(lambda: super(EmbeddedEngine, self).lexical_scores(text, hint))

    def hashes(self) -> Mapping[str, str]:
        return self.reader().hashes()

    def health(self) -> Health:
        try:
            reader = self.reader()
            return Health(self.name, True, reader.documents, details={"generation": reader.generation.name})
        except EngineError as problem:
            return Health(self.name, False, problem=str(problem))

    # Writing ----------------------------------------------------------------------------------------------------
    def index(self, documents: Iterable[SearchDocument]) -> int:
        listed = list(documents)
        if not listed:
            return 0
        reader = self.reader()
        with _damage_as_error():
            for start in range(0, len(listed), _STEP):
                step = listed[start : start + _STEP]
                # Encoding takes longest, and needs no turn.
                vectors = self._vectors(step)
                with self._folder.writing():
                    self._folder.note("index", [document.plain() for document in step])
                    generation = self._folder.current() or reader.generation
                    with _Writing(generation) as writing:
                        writing.add(step, vectors)
        return len(listed)

    def remove(self, slugs: Iterable[str]) -> None:
        listed = list(slugs)
        if not listed:
            return
        with _damage_as_error(), self._folder.writing(is_first=True):
            self._folder.note("remove", listed)
            generation = self._folder.current()
            if generation is not None:
                with _Writing(generation) as writing:
                    writing.delete(listed)

    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
        with self._folder.turn("rebuild"):
            return self._rebuild(documents, progress)

    def _rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None) -> int:
        with self._folder.writing(seconds=PATIENT_SECONDS):
            self._folder.begin_journal()
        generation = self._folder.fresh()
        (generation / "tantivy").mkdir()
        tantivy.Index(schema(), path=str(generation / "tantivy"))
        RowWriter(generation / "vectors").append({}, 0)
        count = 0
        try:
            with _Writing(generation) as writing:
                for batch in _batches(documents):
                    writing.add(batch, self._vectors(batch), is_new=True)
                    count += len(batch)
                    if progress is not None:
                        progress(count)
            while not self._take_over(generation):
                pass
        finally:
            self._folder.journal.unlink(missing_ok=True)
        return count

    def _take_over(self, generation: Path) -> bool:
        """Play what changed meanwhile into the new generation and let it serve; False when more has to be played."""
        with self._folder.writing(seconds=PATIENT_SECONDS):
            noted = self._folder.take_journal()
            if len(noted) <= _FEW_NOTES:
                self._play(generation, noted)
                (generation / "form").write_text(FORM, encoding="utf-8")
                self._folder.serve(generation)
                self._folder.journal.unlink(missing_ok=True)
                return True
        self._play(generation, noted)
        return False

    def _play(self, generation: Path, noted: Sequence[tuple[str, list[Any]]]) -> None:
        for kind, values in noted:
            with _Writing(generation) as writing:
                if kind == "index":
                    documents = [SearchDocument.of_plain(value) for value in values]
                    writing.add(documents, self._vectors(documents))
                else:
                    writing.delete(values)

    def _vectors(self, batch: Sequence[SearchDocument]) -> dict[str, Quantised]:
        """Space to rows of the batch; without an encoder there are none."""
        model = encoder()
        if model is None:
            return {}
        texts = [texts_of(document) for document in batch]
        used = [space for space in SPACES if any(space in own for own in texts)]
        return {space: self._store.quantised([own.get(space, "") for own in texts], model) for space in used}

    def close(self) -> None:
        self._opened = None


class _Writing:
    """Writes into one generation: records and vectors first, then, at its end, the commit that names their rows."""

    def __init__(self, generation: Path) -> None:
        self._writer = tantivy.Index.open(str(generation / "tantivy")).writer(_WRITER_BYTES, 1)
        self._rows = RowWriter(generation / "vectors")
        self._records = RecordColumnWriter(generation / "vectors")

    def __enter__(self) -> "_Writing":
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if kind is None:
            self._writer.commit()
        else:
            self._writer.rollback()
        self._writer.wait_merging_threads()

    def add(self, documents: Sequence[SearchDocument], vectors: dict[str, Quantised], *, is_new: bool = False) -> None:
        """Add or replace documents; new ones need not be looked for."""
        first = self._rows.count
        self._records.append(first, documents)
        self._rows.append(vectors, len(documents))
        for place, document in enumerate(documents):
            if not is_new:
                self._writer.delete_documents_by_term("slug", document.slug)
            self._writer.add_document(tantivy_document(document, first + place))

    def delete(self, slugs: Iterable[str]) -> None:
        for slug in slugs:
            self._writer.delete_documents_by_term("slug", slug)


class _Damage(EngineError):
    """Files of the index that can't be read."""


@contextmanager
def _damage_as_error() -> Iterator[None]:
    """tantivy says damage by ValueError or OSError, and in places by a Rust panic, which Python sees as
    BaseException."""
    try:
        yield
    except (OSError, ValueError) as problem:
        raise _Damage(str(problem)) from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise _Damage("tantivy gave up on its files") from problem


def _batches(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
