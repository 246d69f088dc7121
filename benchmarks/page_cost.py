"""A process that serves every page as a web process does, without those that are kept, and measures what each costs.

`python -m benchmarks.page_cost` prints one line of JSON; the environment names the registry. For a process of its own,
so that its memory is that of a web process.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.memory import own_memory

PAGES = {
    "list with text": "/en/tools/?q=safe+app+to+report+forced+labour",
    "list": "/en/tools/",
    "list in Arabic": "/ar/tools/",
    "list as JSON": "/en/tools/?format=json",
    "record": "/en/tools/primero/",
    "home": "/en/",
    "API list": "/api/v1/tools",
    "API record": "/api/v1/tools/primero",
    "organisations": "/en/organisations/",
    "organisation": "/en/organisations/polaris/",
    "vocabularies": "/en/vocabularies/",
    "vocabulary": "/en/vocabularies/tool_type/",
    "term": "/en/vocabularies/tool_type/reporting-hotlines/",
    "gaps": "/en/gaps/",
    "feed": "/en/feed/",
    "sitemap": "/sitemap.xml",
}
EXPORTS = {"JSON Lines of all": "/api/v1/tools.jsonl", "CSV of all": "/api/v1/tools.csv"}
MOST_ROUNDS = 15
LONGEST = 8.0  # seconds for the rounds of a page, but three of them at least
PUBLISHED = 7
_bare: dict[str, Any] = {}


def main() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.conf import settings
    from django.test import override_settings

    # Kept pages are measured by the benchmark throughput; here each is made anew.
    without_kept = [name for name in settings.MIDDLEWARE if not name.endswith(".KeptPages")]
    with override_settings(MIDDLEWARE=without_kept):
        get = _client()
        bodies = {path: get(path) for path in PAGES.values()}
        measured: dict[str, Any] = {"own_memory_mib": own_memory()}
        measured["pages"] = {name: _page(get, name, path) for name, path in PAGES.items()}
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=__name__):
        bare = _client()
        for name, path in PAGES.items():
            _bare["body"] = bodies[path]
            line = measured["pages"][name]
            line["bare_view_ms"] = _work(lambda: bare("/"))
            line["times_bare_view"] = round(line["ms"] / line["bare_view_ms"], 1)
    measured["pages"]["home"]["wagtail_serve_ms"] = _work(wagtail_serve())
    measured["publishing"] = {"ours": _publishing(), "wagtail alone": _publishing(is_bare=True)}
    with override_settings(MIDDLEWARE=without_kept):
        measured["exports"] = {name: _export(get, path) for name, path in EXPORTS.items()}
    print(json.dumps(measured))


def _client() -> Callable[[str], bytes]:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"}, REMOTE_ADDR="127.0.0.1")

    def get(path: str) -> bytes:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code}.")
        body: bytes = b"".join(response.streaming_content) if response.streaming else response.content
        return body

    return get


def _page(get: Callable[[str], bytes], name: str, path: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from search.configured import get_engine

    engine: Any = get_engine()

    def anew() -> bytes:
        # The vector of a text is kept for those who page through its list; the answer isn't, or no search is measured.
        engine.forget_answers()
        return get(path)

    milliseconds = _work(anew)
    with CaptureQueriesContext(connection) as queries:
        body = anew()
    return {"ms": milliseconds, "queries": len(queries), "bytes": len(body)}


def _work(ask: Callable[[], object]) -> float:
    """Milliseconds of processor time, the median of some rounds: other work on the machine doesn't stretch it much."""
    ask()
    works: list[float] = []
    begun = time.perf_counter()
    while len(works) < MOST_ROUNDS and (len(works) < 3 or time.perf_counter() - begun < LONGEST):
        work = time.process_time()
        ask()
        works.append((time.process_time() - work) * 1000)
    return round(median(works), 2)


def _bare_view(request: Any) -> Any:
    from django.http import HttpResponse

    return HttpResponse(_bare["body"])


def __getattr__(name: str) -> Any:
    """The addresses of the bare view; made when Django asks for them, since this module is read before it is set up."""
    if name == "urlpatterns":
        from django.urls import path

        return [path("", _bare_view)]
    raise AttributeError(name)


def wagtail_serve() -> Callable[[], object]:
    """Wagtail's own way from the home page to its bytes: neither middleware nor addresses, the same template."""
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.test import RequestFactory
    from django.utils import translation
    from wagtail.models import Page, Site

    home = Site.objects.get(is_default_site=True).root_page.specific

    def serve() -> object:
        request: Any = RequestFactory(headers={"host": "127.0.0.1"}).get("/en/")
        request.user, request.session = AnonymousUser(), {}
        request._messages = FallbackStorage(request)
        request.LANGUAGE_CODE = "en"
        with translation.override("en"):
            return Page.serve(home, request).render().content

    return serve


def _publishing(*, is_bare: bool = False) -> dict[str, Any]:
    """A record's summary changed, a revision saved and published, as an editor's form does it in the end."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from catalogue.models import Tool

    works, counts = [], []
    for number in range(PUBLISHED):
        tool = Tool.objects.get(slug="primero")
        # Words that nobody wrote before, so that their vectors are made each time.
        edition = f"{number}{' again' if is_bare else ''} of {os.getpid()}"
        tool.summary = f"{tool.summary.partition(' Edition ')[0]} Edition {edition}."
        connection.queries_log.clear()  # it holds so many queries and no more, and the number is a difference
        with _without_our_listeners(is_bare), CaptureQueriesContext(connection) as queries:
            work = time.process_time()
            tool.save_revision().publish()
            works.append((time.process_time() - work) * 1000)
        counts.append(len(queries))
    return {"ms": round(median(works), 1), "queries": int(median(counts))}


@contextmanager
def _without_our_listeners(is_wanted: bool) -> Iterator[None]:
    """Meanwhile Django's and Wagtail's signals reach only those who listen outside the registry's rooms."""
    from django.db.models import signals as models
    from wagtail import signals as wagtail

    from website.messages import ROOMS

    signals: list[Any] = [models.pre_save, models.post_save, models.pre_delete, models.post_delete]
    signals += [wagtail.published, wagtail.unpublished]
    before = [signal.receivers for signal in signals]
    if is_wanted:
        for signal in signals:
            signal.receivers = [entry for entry in signal.receivers if _room_of(entry[1]) not in ROOMS]
            signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, receivers in zip(signals, before, strict=True):
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def _room_of(reference: Any) -> str:
    """The top package of a receiver, which a signal holds weakly or itself."""
    receiver = reference() if type(reference).__name__ in ("ReferenceType", "WeakMethod", "weakref") else reference
    return str(getattr(receiver, "__module__", "")).partition(".")[0]


def _export(get: Callable[[str], bytes], path: str) -> dict[str, Any]:
    wall, work = time.perf_counter(), time.process_time()
    size = len(get(path))
    return {
        "seconds": round(time.perf_counter() - wall, 2),
        "work_seconds": round(time.process_time() - work, 2),
        "bytes": size,
    }


if __name__ == "__main__":
    main()
