"""Two engines as one: a server that answers as long as it can, and the embedded index for when it can't."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from search.documents import SearchDocument
from search.engines.base import Engine, EngineError, Health, Progress, SearchOutcome, SearchRequest, Suggestion

_log = logging.getLogger("search.fallback")
# After a failure the server is left alone so long, then one request tries it again.
_PAUSE_SECONDS: Final = 5.0

# Slugs to the documents of those that are public.
Answered = TypeVar("Answered")
FindDocuments = Callable[[Iterable[str]], list[SearchDocument]]


class FallbackEngine(Engine):
    """Writes go to both. What the first missed is noted in a file and brought to it when it is back.

    An outcome of the second says so (`is_fallback`), and health() tells of the first's problem while staying ready.
    The second, which is always here, in this process, answers what is private: such a text goes to no server.
    """

    def __init__(self, first: Engine, second: Engine, missed: Path, find: FindDocuments) -> None:
        self.name = first.name
        self._first = first
        self._second = second
        self._missed = missed
        self._find = find
        self._lock = threading.Lock()
        self._resting_until = 0.0

    # Reading ----------------------------------------------------------------------------------------------------
    def search(self, request: SearchRequest) -> SearchOutcome:
        if request.is_private:
            return self._second.search(request)
        outcome = self._try(lambda: self._first.search(request))
        if outcome is not None:
            return outcome
        return replace(self._second.search(request), is_fallback=True)

    def suggest(self, prefix: str, language: str = "en", limit: int = 8) -> list[Suggestion]:
        suggestions = self._try(lambda: self._first.suggest(prefix, language, limit))
        return self._second.suggest(prefix, language, limit) if suggestions is None else suggestions

    def language_of(self, text: str, hint: str = "en") -> str:
        return self._second.language_of(text, hint)

    def lexical_scores(self, text: str, hint: str = "en") -> Mapping[str, float]:
        """Of the second: words alone need no server."""
        return self._second.lexical_scores(text, hint)

    def _try(self, ask: Callable[[], Answered]) -> Answered | None:
        """The first engine's answer, or None when it rests or fails; a failure sends it to rest."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            if self._owed():
                self._catch_up()
            return ask()
        except EngineError as problem:
            _log.warning("%s doesn't answer, %s does: %s", self._first.name, self._second.name, problem)
            self._resting_until = time.monotonic() + _PAUSE_SECONDS
            return None

    def hashes(self) -> Mapping[str, str]:
        """Of the first: the one that a check is about."""
        return self._first.hashes()

    def health(self) -> Health:
        first, second = self._first.health(), self._second.health()
        if first.is_ready and not self._owed():
            return first
        problem = first.problem or f"{len(self._owed())} changed records still have to reach {first.engine}."
        details = {**first.details, "fallback": second.engine, "fallback_problem": second.problem}
        return Health(first.engine, first.is_ready or second.is_ready, second.documents, problem, details)

    # Writing ----------------------------------------------------------------------------------------------------
    def index(self, documents: Iterable[SearchDocument]) -> int:
        listed = list(documents)
        problem = _problem_of(lambda: self._second.index(listed))
        self._bring([document.slug for document in listed], lambda: self._first.index(listed))
        if problem is not None:
            raise problem
        return len(listed)

    def remove(self, slugs: Iterable[str]) -> None:
        """Neither engine waits for the other's trouble: the one that can follows at once."""
        listed = list(slugs)
        problem = _problem_of(lambda: self._second.remove(listed))
        self._bring(listed, lambda: self._first.remove(listed))
        if problem is not None:
            raise problem

    def rebuild(self, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
        """Both, the fallback first. A server that can't be reached is an error here, but the fallback is fresh then."""
        listed = list(documents)
        self._second.rebuild(listed)
        count = self._first.rebuild(listed, progress)
        self._missed.unlink(missing_ok=True)
        self._resting_until = 0.0
        return count

    def _bring(self, slugs: list[str], write: Callable[[], object]) -> None:
        try:
            write()
        except EngineError as problem:
            _log.warning("%s missed a change of %d records: %s", self._first.name, len(slugs), problem)
            try:
                self._owe(slugs)
            except OSError as trouble:
                raise EngineError(f"What {self._first.name} missed can't be noted ({trouble.strerror}).") from trouble
            self._resting_until = time.monotonic() + _PAUSE_SECONDS

    def _owe(self, slugs: list[str]) -> None:
        with self._lock:
            self._missed.parent.mkdir(parents=True, exist_ok=True)
            with self._missed.open("a", encoding="utf-8") as file:
                file.write(json.dumps(slugs) + "\n")

    def _owed(self) -> set[str]:
        try:
            lines = self._missed.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return set()
        return {slug for line in lines for slug in json.loads(line)}

    def _catch_up(self) -> None:
        """Bring the first what it missed, as the database has it now. The note goes only after that worked."""
        with self._lock:
            owed = self._owed()
            documents = self._find(owed)
            self._first.index(documents)
            gone = owed - {document.slug for document in documents}
            if gone:
                self._first.remove(gone)
            self._missed.unlink(missing_ok=True)

    def close(self) -> None:
        self._first.close()
        self._second.close()


def _problem_of(write: Callable[[], object]) -> EngineError | None:
    """What hindered the writing, if anything did."""
    try:
        write()
    except EngineError as problem:
        return problem
    return None
