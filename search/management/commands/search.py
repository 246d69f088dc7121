"""`manage.py search "TEXT"`: the site's search on the command line, with the same query, ranking and JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import translation

from search.engines.base import EngineError
from search.exports.answers import answer_as_dict
from search.parsing import parse_query
from search.query import QueryError
from search.results.page import SearchResults, search_records


class Command(BaseCommand):
    help = "Search the public catalogue. --json prints the same document as /tools/?format=json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", nargs="?", default="", help="what to look for, in any language")
        parser.add_argument("--lang", default="en", help="the reader's language (ISO 639-1); the text's own is guessed")
        parser.add_argument(
            "--filter",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help="a facet and a value, or any other parameter of /tools/; may be repeated",
        )
        parser.add_argument("--sort", default="", help="relevance, name, newest or verified")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--limit", type=int, default=0, help="results a page")
        parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["lang"].lower()
        try:
            query = parse_query(_params(options), language, strict=True)
            with translation.override(language):
                answer = search_records(query, clamp=False)
                if options["json"]:
                    self.stdout.write(json.dumps(answer_as_dict(answer), ensure_ascii=False))
                else:
                    self._say(answer)
        except (QueryError, EngineError) as problem:
            raise CommandError(str(problem)) from problem

    def _say(self, answer: SearchResults) -> None:
        outcome = answer.outcome
        self.stdout.write(f"{answer.query.summary(answer.index)}: {answer.total}")
        for reading in outcome.read_as:
            self.stdout.write(f"  read as {reading.key}={reading.value} (“{reading.phrase}”)")
        if outcome.did_you_mean:
            self.stdout.write(f"  did you mean: {outcome.did_you_mean}")
        if outcome.is_weak:
            self.stdout.write("  nothing fits well; these are the nearest")
        elif outcome.is_nearest:
            self.stdout.write("  of the tools that the filters leave, these come nearest")
        for place, (hit, record) in enumerate(answer.hits, start=1):
            why = "; ".join(f"{match.field}: {match.text}" for match in hit.matched[:2])
            self.stdout.write(f"{place:3}. {record.name} [{record.slug}] {hit.score:.2f}\n     {why}")
        self.stdout.write(f"{outcome.engine}, {outcome.took_ms} ms")


def _params(options: dict[str, Any]) -> QueryDict:
    params = QueryDict(mutable=True)
    if options["text"]:
        params["q"] = options["text"]
    for given in options["filter"]:
        key, separator, value = given.partition("=")
        if not separator:
            raise CommandError(f"--filter takes KEY=VALUE, not {given!r}.")
        params.appendlist(key.strip(), value.strip())
    for option, parameter in (("sort", "sort"), ("limit", "per_page")):
        if options[option]:
            params[parameter] = str(options[option])
    if options["page"] != 1:
        params["page"] = str(options["page"])
    return params
