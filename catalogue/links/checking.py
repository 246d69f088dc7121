"""All addresses that the registry records, asked in turn, and the answers kept."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Queue
from urllib.parse import urlsplit

from django.utils import timezone

from catalogue.links.probe import LinkProbe, ProbeResult
from catalogue.models import LinkCheck, Organisation, Proposal, ProposalKind, ProposalState, Tool
from catalogue.quality.problems import addresses_of

AT_ONCE = 8  # hosts


@dataclass
class LinkReport:
    """``problems``: answers with a problem. ``left``: how many more wait because of the limit."""

    asked: int = 0
    left: int = 0
    problems: list[ProbeResult] = field(default_factory=list)


def recorded_addresses() -> dict[str, list[str]]:
    """Return {address: slugs of the tools that record it} of every tool that isn't withdrawn, and of organisations.

    What a stranger has suggested is left out until a curator has taken it over: asking would tell them our address.
    """
    tools_by_address: dict[str, list[str]] = defaultdict(list)
    suggested = Proposal.objects.filter(kind=ProposalKind.NEW, state=ProposalState.PENDING, tool__isnull=False)
    tools = Tool.objects.filter(withdrawn_at__isnull=True).exclude(pk__in=suggested.values("tool"))
    tools = tools.prefetch_related("impact_claims", "sources", "links")
    for tool in tools.iterator(chunk_size=500):
        for address in addresses_of(tool):
            tools_by_address[address].append(tool.slug)
    for address in Organisation.objects.exclude(url="").values_list("url", flat=True):
        tools_by_address.setdefault(address, [])
    return dict(tools_by_address)


def check_addresses(asker: LinkProbe, *, older_than: int = 30, limit: int = 1000, pause: float = 1.0) -> LinkReport:
    """Ask what was not asked in the last ``older_than`` days, the longest unasked first, at most ``limit``.

    ``pause``: seconds between two questions to the same host. Answers about addresses that no record has any more
    are forgotten.
    """
    recorded = recorded_addresses()
    for check in LinkCheck.objects.all():
        if check.url not in recorded:
            check.delete()
    last_asked = dict(LinkCheck.objects.values_list("url", "checked_at"))
    limit_date = timezone.now() - timedelta(days=older_than)
    due = sorted(
        (url for url in recorded if url not in last_asked or last_asked[url] <= limit_date),
        key=lambda url: (url in last_asked, str(last_asked.get(url, "")), url),
    )
    report = LinkReport(left=max(0, len(due) - limit))
    for answer in _answers(asker, due[:limit], pause):
        LinkCheck.objects.update_or_create(
            url=answer.url,
            defaults={"checked_at": timezone.now(), "status_code": answer.status, "problem": answer.problem[:200]},
        )
        report.asked += 1
        if answer.problem:
            report.problems.append(answer)
    report.problems.sort(key=lambda answer: answer.url)
    return report


def _answers(asker: LinkProbe, addresses: Iterable[str], pause: float) -> Iterator[ProbeResult]:
    """Ask several hosts at once, each one question after the other. The database is left to the caller's thread."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in addresses:
        by_host[_host(url)].append(url)
    answers: Queue[ProbeResult | None] = Queue()

    def ask_host(urls: list[str]) -> None:
        try:
            for number, url in enumerate(urls):
                if number:
                    time.sleep(pause)
                answers.put(asker.ask(url))
        finally:
            answers.put(None)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for urls in by_host.values():
            pool.submit(ask_host, urls)
        hosts = len(by_host)
        while hosts:
            # Each answer as it comes: what was asked is kept, also when the command is stopped.
            answer = answers.get()
            if answer is None:
                hosts -= 1
            else:
                yield answer


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url
