"""Printed parts of public pages, kept by what they print.

    {% kept "card" card %}…{% endkept %}

The values behind the name are everything that the part depends on beside the reader's language: of equal values the
part is printed once. So nothing is ever old: a changed record or term is another value, and a part can only be asked
for with a value that was read for the page at hand. Where the first value is empty, nothing is kept. What not every
reader may see must not be in such a part.
"""

from __future__ import annotations

from collections import defaultdict

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from common.recent import Recent

register = template.Library()
MOST_OF_A_NAME = 1_000

_parts: defaultdict[str, Recent[SafeString]] = defaultdict(lambda: Recent(MOST_OF_A_NAME))


class KeptNode(template.Node):
    """A part of a template with the name and the values that it is kept by."""

    def __init__(self, nodelist: NodeList, name: str, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._name = name
        self._values = values

    def render(self, context: Context) -> SafeString:
        values = [value.resolve(context) for value in self._values]
        if not values[0]:
            return self.nodelist.render(context)
        return _parts[self._name].get((get_language(), *values), lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Print what stands between the tags, or what equal values printed before."""
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name.strip("\"'"), [parser.compile_filter(value) for value in values])
