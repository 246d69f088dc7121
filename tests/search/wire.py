"""A wire between the site and a real Elasticsearch that can be cut, in the middle of an answer too, or go silent.

To the site that is what a killed or frozen server looks like; the server itself stays for the other tests. With TLS the
wire ends the encryption, as a proxy in front of a server does.
"""

import contextlib
import socket
import ssl
import threading
from urllib.parse import urlsplit


class Wire:
    """Forwards from a port of its own to the server of a SEARCH_URL.

    heads: what the site sent first on each connection. tls: a server-side context, or None for plain HTTP.
    """

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 9200)
        self._tls = tls
        self._open: set[socket.socket] = set()
        self.heads: list[bytes] = []
        self._is_silent = False
        self._bytes_left: int | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._is_cut = False
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """As after a kill: connections break, new ones are refused."""
        self._is_cut = True
        self._break()

    def cut_after(self, count: int) -> None:
        """Cut once so many bytes of answers have come through."""
        self._bytes_left = count

    def silence(self) -> None:
        """Connections stay, nothing comes back: a frozen server."""
        self._is_silent = True

    def mend(self) -> None:
        self._is_cut = self._is_silent = False
        self._bytes_left = None
        self._break()

    def close(self) -> None:
        self._listener.close()
        self._break()

    def _break(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._open.clear()

    def _serve(self) -> None:
        while True:
            try:
                accepted, _address = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                accepted.close()
                continue
            threading.Thread(target=self._connect, args=(accepted,), daemon=True).start()

    def _connect(self, accepted: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client = self._tls.wrap_socket(accepted, server_side=True) if self._tls else accepted
            server = socket.create_connection(self._server, timeout=300)
            self._open |= {client, server}
            threading.Thread(target=self._forward, args=(server, client, False), daemon=True).start()
            self._forward(client, server, True)

    def _forward(self, source: socket.socket, sink: socket.socket, is_question: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if is_question:
                    self.heads.append(data)
                elif self._is_silent:
                    continue
                elif self._bytes_left is not None:
                    data = data[: self._bytes_left]
                    self._bytes_left -= len(data)
                    if not self._bytes_left:
                        with contextlib.suppress(OSError):
                            sink.sendall(data)
                        self.cut()
                        return
                sink.sendall(data)
        for connection in (source, sink):
            with contextlib.suppress(OSError):
                connection.close()
