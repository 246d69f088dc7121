"""Links are asked politely, kept, and never inside the operator's own network. A real server here answers."""

import contextlib
import ipaddress
import json
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from catalogue.links import LinkProbe, check_addresses, recorded_addresses
from catalogue.links.safe_connection import is_public
from catalogue.models import LinkCheck, Organisation, Proposal, ProposalKind, ProposalState, Tool
from catalogue.publishing import withdraw
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")
PATIENCE = 300.0  # seconds: of an answer that comes, a busy machine may need some


class Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers.get("User-Agent")))
        path = self.path.partition("?")[0]
        if path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/fine")
        elif path == "/circle":
            self.send_response(302)
            self.send_header("Location", "/circle")
        elif path == "/get-only" and self.command == "HEAD":
            self.send_response(405)
        elif path == "/silent":
            self.server.patience.wait()
            return
        else:
            self.send_response({"/gone": 404, "/ill": 500, "/shy": 403}.get(path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.asked, running.patience = [], threading.Event()
    running.url = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.patience.set()
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def asker():
    return LinkProbe(timeout=PATIENCE, deadline=PATIENCE, agent="test agent", may_ask_inside=True)


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/fine", 200, ""),
        ("/fine?q=a b&c=é", 200, ""),
        ("/moved", 200, ""),
        ("/get-only", 200, ""),
        ("/shy", 403, ""),
        ("/gone", 404, "The page is gone."),
        ("/ill", 500, "The server has an error."),
        ("/circle", None, "It redirects in circles."),
    ],
)
def test_each_kind_of_answer_has_its_sentence(server, asker, path, status, problem):
    answer = asker.ask(server.url + path)
    assert (answer.status, answer.problem) == (status, problem)
    assert {agent for _method, _path, agent in server.asked} == {"test agent"}


def test_a_server_that_says_nothing_is_left_in_time(server):
    answer = LinkProbe(timeout=0.5, agent="test agent", may_ask_inside=True).ask(f"{server.url}/silent")
    assert (answer.status, answer.problem) == (None, "No answer in time.")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:1/", "The connection failed."),
        ("http://no-such-host.invalid/", "There is no such host."),
        ("ftp://example.org/", "It is not a web address."),
        ("http://[broken", "Invalid IPv6 URL"),
        ("http://" + "a" * 300 + ".example/", "There is no such host."),
    ],
)
def test_what_can_not_be_asked_has_one_too(asker, url, problem):
    assert asker.ask(url).problem == problem


def test_nothing_inside_the_network_is_asked_not_even_by_redirect(server):
    careful = LinkProbe(timeout=PATIENCE, agent="test agent")
    answer = careful.ask(f"{server.url}/fine")
    assert "private network" in answer.problem
    assert server.asked == []


class Talker:
    """A server that takes connections and answers each with pieces, one after the other, for ever."""

    def __init__(self, *pieces: bytes, pause: float = 0.05) -> None:
        self.received: list[bytes] = []
        self._pieces, self._pause, self._is_over = pieces, pause, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connected, _peer = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[connected], daemon=True).start()

    def _talk(self, connected: socket.socket) -> None:
        with connected, contextlib.suppress(OSError):
            self.received.append(connected.recv(65536))
            for piece in self._pieces:
                connected.sendall(piece)
            while not self._is_over.wait(self._pause):
                connected.sendall(self._pieces[-1])

    def close(self) -> None:
        self._is_over.set()
        self._listener.close()


@pytest.mark.parametrize(
    ("scheme", "pieces"),
    [
        ("http", [b"HTTP/1.1 200 OK\r\nX-Drip: ", b"a"]),
        ("http", [b"HTTP/1.1 100 Continue\r\n\r\n"]),
        ("http", [b"H"]),
        ("https", [b"\x16\x03\x03\x40\x00", b"\x02"]),
    ],
    ids=["header drip", "endless 100 Continue", "status drip", "handshake drip"],
)
def test_a_server_that_never_ends_is_left_at_the_deadline_and_recorded(scheme, pieces):
    talker = Talker(*pieces)
    url = f"{scheme}://localhost:{talker.port}/"
    make_tool(impact_claims=[], sources=[])
    Tool.objects.update(url=url)
    patient = LinkProbe(timeout=2.0, deadline=1.0, agent="test agent", may_ask_inside=True)
    report = check_addresses(patient, pause=0)
    talker.close()
    assert report.asked == 1
    assert LinkCheck.objects.get(url=url).problem == "No answer in time."


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_nothing_inside_hears_even_the_greeting_of_an_encrypted_connection(host):
    talker = Talker(b"x")
    answer = LinkProbe(timeout=PATIENCE, agent="test agent").ask(f"https://{host}:{talker.port}/")
    talker.close()
    assert "private network" in answer.problem
    assert talker.received == []


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("93.184.216.34", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("169.254.1.1", False), ("100.64.0.1", False), ("0.0.0.1", False), ("224.0.0.1", False), ("::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:93.184.216.34", True), ("::7f00:1", False), ("fd00::1", False),
        ("fe80::1", False), ("64:ff9b::7f00:1", False), ("64:ff9b:1::1", False), ("2002:7f00:1::", False),
        ("2001::1", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_open_internet_are_public(address, right):
    assert is_public(ipaddress.ip_address(address)) is right


def test_what_a_stranger_suggested_is_asked_once_a_curator_took_it_over():
    tool = make_tool(url="https://stranger.example", impact_claims=[], sources=[])
    proposal = Proposal.objects.create(kind=ProposalKind.NEW, tool=tool, name="A")
    assert "https://stranger.example" not in recorded_addresses()
    proposal.state = ProposalState.ACCEPTED
    proposal.save()
    assert "https://stranger.example" in recorded_addresses()


def test_every_address_of_public_and_draft_records_is_collected_once():
    make_tool(links=[{"kind": "contact", "url": "https://example.org/contact", "label": ""}])
    gone = make_tool("gone", name="Gone", url="https://gone.example", sources=[], impact_claims=[])
    withdraw(gone, "A copy.")
    Organisation.objects.update(url="https://union.example")
    assert recorded_addresses() == {
        "https://example.org/safe-path": ["safe-path"],
        "https://example.org/report": ["safe-path"],
        "https://example.org/about": ["safe-path"],
        "https://example.org/contact": ["safe-path"],
        "https://union.example": [],
    }


def test_answers_are_kept_old_ones_asked_again_and_forgotten_ones_dropped(server, asker):
    make_tool(
        url=f"{server.url}/fine",
        impact_claims=[],
        sources=[{"title": "A", "url": f"{server.url}/gone", "seen": True}],
    )
    LinkCheck.objects.create(url="https://nobody.example", checked_at=timezone.now())
    report = check_addresses(asker, pause=0)
    assert (report.asked, report.left) == (2, 0)
    assert [answer.url for answer in report.problems] == [f"{server.url}/gone"]
    kept = {check.url.removeprefix(server.url): (check.status_code, check.problem) for check in LinkCheck.objects.all()}
    assert kept == {"/fine": (200, ""), "/gone": (404, "The page is gone.")}
    assert check_addresses(asker, pause=0).asked == 0
    LinkCheck.objects.filter(url__endswith="/gone").update(checked_at=timezone.now() - timedelta(days=31))
    assert check_addresses(asker, older_than=30, pause=0).asked == 1
    assert check_addresses(asker, older_than=0, limit=1, pause=0).left == 1


def test_the_command_reports_in_json_and_refuses_nonsense(server, capsys, monkeypatch):
    make_tool(url=f"{server.url}/fine", impact_claims=[], sources=[])
    call_command("check_links", "--json", "--pause", "0", "--timeout", str(PATIENCE))
    answer = json.loads(capsys.readouterr().out)
    assert (answer["asked"], answer["left"]) == (1, 0)
    assert answer["problems"][0]["tools"] == ["safe-path"]
    assert "private network" in answer["problems"][0]["problem"]
    with pytest.raises(CommandError):
        call_command("check_links", "--older-than", "-1")
