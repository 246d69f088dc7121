"""A client for load: so many connections ask one address again and again for some seconds, each after its answer.

`python -m benchmarks.load PORT PATH CONNECTIONS SECONDS [HEADER …]` prints one line of JSON. In a process of its own,
so that it takes nothing from the server but processor time; on few cores that is part of what is measured, and its
share is told. Requests are written beforehand, and of an answer only the status and the length are read.
"""

import asyncio
import json
import re
import statistics
import sys
import time
from typing import Any

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)


class Asking(asyncio.Protocol):
    """One connection after another, until the time is over."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._received = bytearray()
        self._needed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._ask()

    def _ask(self) -> None:
        if time.perf_counter() >= self._run.ends:
            self._transport.close()
            return
        self._received.clear()
        self._needed = 0
        self._asked = time.perf_counter()
        self._transport.write(self._run.request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._needed:
            head = self._received.find(b"\r\n\r\n")
            if head < 0:
                return
            length = _LENGTH.search(self._received, 0, head)
            if length is None or not self._received.startswith(b"HTTP/1.1 200"):
                self._run.fail(bytes(self._received[:head]).decode(errors="replace"))
                self._transport.close()
                return
            self._needed = head + 4 + int(length[1])
        if len(self._received) >= self._needed:
            self._run.note(time.perf_counter() - self._asked, self._needed)
            self._ask()

    def connection_lost(self, problem: Exception | None) -> None:
        self._run.connection_ended()


class Run:
    def __init__(self, port: int, path: str, connections: int, seconds: float, headers: list[str]) -> None:
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", *headers]
        self.request = "\r\n".join([*lines, "", ""]).encode()
        self.ends = time.perf_counter() + seconds
        self._port, self._connections = port, connections
        self._waits: list[float] = []
        self._bytes = 0
        self._problem = ""
        self._opening: set[asyncio.Task[Any]] = set()

    def note(self, seconds: float, size: int) -> None:
        self._waits.append(seconds)
        self._bytes = size

    def fail(self, problem: str) -> None:
        self._problem, self.ends = problem, 0.0

    def connection_ended(self) -> None:
        """Open another one in its place: a server may end a connection after any answer."""
        if time.perf_counter() < self.ends:
            self._open()
        else:
            self._connections -= 1
            if not self._connections:
                self._done.set_result(None)

    def _open(self) -> None:
        opening = asyncio.ensure_future(self._loop.create_connection(lambda: Asking(self), HOST, self._port))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)

    async def carry_out(self) -> dict[str, Any]:
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] = self._loop.create_future()
        begun, work = time.perf_counter(), time.process_time()
        for _ in range(self._connections):
            self._open()
        await self._done
        took = time.perf_counter() - begun
        if self._problem or not self._waits:
            raise SystemExit(f"Not answered with 200: {self._problem}")
        # One wait alone has no centiles.
        waits = self._waits * 2 if len(self._waits) == 1 else self._waits
        centiles = statistics.quantiles(waits, n=100, method="inclusive")
        return {
            "per_second": round(len(self._waits) / took, 1),
            "p50_ms": round(centiles[49] * 1000, 2),
            "p95_ms": round(centiles[94] * 1000, 2),
            "client_share": round((time.process_time() - work) / took, 2),
            "bytes": self._bytes,
        }


if __name__ == "__main__":
    port, path, connections, seconds, *headers = sys.argv[1:]
    run = Run(int(port), path, int(connections), float(seconds), headers)
    print(json.dumps(asyncio.run(run.carry_out())))
