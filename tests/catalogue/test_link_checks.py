"""Links are asked politely, kept, and never inside the operator's own network. A real server here answers."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from catalogue.links import Asker, check_addresses, recorded_addresses
from catalogue.models import LinkCheck, Organisation
from catalogue.publishing import withdraw
from tests.catalogue.factories import make_tool

pytestmark = pytest.mark.usefixtures("vocabularies")


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
            self.server.patience.wait(5)
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
    thread.join(5)


@pytest.fixture
def asker():
    return Asker(timeout=0.5, agent="test agent", may_ask_inside=True)


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
        ("/silent", None, "No answer in time."),
    ],
)
def test_each_kind_of_answer_has_its_sentence(server, asker, path, status, problem):
    answer = asker.ask(server.url + path)
    assert (answer.status, answer.problem) == (status, problem)
    assert {agent for _method, _path, agent in server.asked} == {"test agent"}


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
    careful = Asker(timeout=0.5, agent="test agent")
    answer = careful.ask(f"{server.url}/fine")
    assert "private network" in answer.problem
    assert server.asked == []


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
    call_command("check_links", "--json", "--pause", "0", "--timeout", "0.5")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["asked"], answer["left"]) == (1, 0)
    assert answer["problems"][0]["tools"] == ["safe-path"]
    assert "private network" in answer["problems"][0]["problem"]
    with pytest.raises(CommandError):
        call_command("check_links", "--older-than", "-1")
