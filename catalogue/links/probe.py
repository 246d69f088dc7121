"""One polite question to one address: HEAD, else the head of a GET; few redirects, short patience, no body read.

An address may have been proposed by anybody, so nothing inside the operator's own network is asked, on every redirect
again, and a server that never ends its answer is left at a deadline (`catalogue.links.safe_connection`).
"""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from catalogue.links.safe_connection import Deadline, PrivateAddress, connect, secured

MOST_REDIRECTS = 5
# The page is there but talks to browsers only, or not to everybody: no reason to call the link broken.
BOT_REFUSALS = frozenset({401, 403, 405, 406, 407, 418, 421, 425, 429, 451, 999})
ALLOWED = "/%:@!$&'()*+,;=~-._"  # what a path may hold beside letters and digits (RFC 3986)
NOT_FOR_HEAD = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})


@dataclass(frozen=True)
class ProbeResult:
    """``problem`` is empty when the address answers; ``status`` is None when nothing came back."""

    url: str
    status: int | None
    problem: str = ""


class LinkProbe:
    """``timeout`` in seconds for each step, ``deadline`` for all steps together, redirects and a second try included;
    ``may_ask_inside`` is for tests against a server on this machine."""

    def __init__(
        self, *, timeout: float = 10.0, deadline: float | None = None, agent: str, may_ask_inside: bool = False
    ) -> None:
        self.timeout = timeout
        self.deadline = 3 * timeout if deadline is None else deadline
        self.agent = agent
        self.may_ask_inside = may_ask_inside

    def ask(self, url: str) -> ProbeResult:
        """Probe the address and never raise: what goes wrong is the answer."""
        deadline = Deadline(self.deadline)
        answer = self._answer(url, deadline)
        if answer.status is None and deadline.is_over:
            # What a connection that was cut off looks like depends on where it was.
            return ProbeResult(url, None, _("No answer in time."))
        return answer

    def _answer(self, url: str, deadline: Deadline) -> ProbeResult:
        try:
            status = self._status(url, "HEAD", deadline)
            if status in NOT_FOR_HEAD:
                status = self._status(url, "GET", deadline)
        except PrivateAddress:
            return ProbeResult(url, None, _("It leads into a private network and was not asked."))
        except (socket.gaierror, UnicodeError):
            return ProbeResult(url, None, _("There is no such host."))
        except ssl.SSLError:
            return ProbeResult(url, None, _("Its certificate is not valid."))
        except TimeoutError:
            return ProbeResult(url, None, _("No answer in time."))
        except (OSError, http.client.HTTPException):
            return ProbeResult(url, None, _("The connection failed."))
        except (ValueError, _TooManyRedirects) as error:
            return ProbeResult(url, None, str(error) or _("It is not a web address."))
        return ProbeResult(url, status, _problem_of(status))

    def _status(self, url: str, method: str, deadline: Deadline) -> int:
        for _turn in range(MOST_REDIRECTS + 1):
            status, location = self._send(url, method, deadline)
            if status not in (301, 302, 303, 307, 308) or not location:
                return status
            url = urljoin(url, location)
        raise _TooManyRedirects(_("It redirects in circles."))

    def _send(self, url: str, method: str, deadline: Deadline) -> tuple[int, str]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(_("It is not a web address."))
        host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(host, parts.port, timeout=self.timeout)
        try:
            connected = connect(
                host,
                connection.port,
                timeout=self.timeout,
                deadline=deadline,
                may_be_inside=self.may_ask_inside,
            )
            connection.sock = connected  # whatever comes next, it is closed with the connection
            if parts.scheme == "https":
                connection.sock = secured(connected, host, deadline)
            target = quote(parts.path or "/", safe=ALLOWED)
            if parts.query:
                target += "?" + quote(parts.query, safe=ALLOWED + "?")
            with deadline.cutting(connection.sock):
                connection.request(method, target, headers={"User-Agent": self.agent, "Accept": "*/*"})
                response = connection.getresponse()
                if deadline.is_over:
                    raise TimeoutError  # what was cut off in the middle of its head can look like an answer
                return response.status, response.headers.get("Location", "")
        finally:
            connection.close()


class _TooManyRedirects(Exception):
    pass


def _problem_of(status: int) -> str:
    if status < 400 or status in BOT_REFUSALS:
        return ""
    if status in (404, 410):
        return _("The page is gone.")
    if status >= 500:
        return _("The server has an error.")
    return _("The server refuses it (%(status)d).") % {"status": status}
