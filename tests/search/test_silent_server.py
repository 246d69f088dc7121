"""A server that takes a connection and never answers is noticed by whoever waits, before anything is written."""

import socket
import threading
from pathlib import Path

import pytest

from search.encoder.store import VectorStore
from search.engines.base import EngineError
from search.engines.elastic import engine as elastic


def test_writing_asks_first_with_the_patience_of_a_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(elastic, "_BUILDING_SECONDS", 3600.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = elastic.Address(f"http://127.0.0.1:{port}", "registry", 0.2, {})
        server = elastic.ElasticsearchEngine(address, VectorStore(tmp_path / "vectors"))
        failures: list[EngineError] = []

        def write() -> None:
            try:
                server.remove(["a-tool"])
            except EngineError as failure:
                failures.append(failure)

        writing = threading.Thread(target=write, daemon=True)
        writing.start()
        writing.join(300)
    assert len(failures) == 1
