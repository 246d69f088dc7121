"""Atom feeds (RFC 4287): a list, or what changed, for programs that look again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as tree

from django.conf import settings

from catalogue.presentation.cards import sentence_of
from catalogue.records import Record
from search.exports.fields import page_url

ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 can't carry at all, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """``self_url`` is the feed's own full address and identity; ``page_url`` the page that shows the same."""

    title: str
    self_url: str
    page_url: str
    language: str
    author: str


def feed_bytes(feed: Feed, listed: Iterable[Record]) -> bytes:
    listed = list(listed)
    tree.register_namespace("", ATOM)
    root = tree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _add(root, "id", feed.self_url)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(max((_changed(record) for record in listed), default=_BEGINNING)))
    _add(_add(root, "author"), "name", feed.author)
    _link(root, "self", feed.self_url, "application/atom+xml")
    _link(root, "alternate", feed.page_url, "text/html")
    for record in listed:
        root.append(_entry(record, feed.language))
    return tree.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(record: Record, language: str) -> tree.Element:
    entry = tree.Element(f"{{{ATOM}}}entry")
    _add(entry, "id", entry_id(record.slug))
    _add(entry, "title", record.name)
    _add(entry, "updated", _moment(_changed(record)))
    if record.created_at:
        _add(entry, "published", _moment(record.created_at))
    if record.organisation:
        _add(_add(entry, "author"), "name", record.organisation)
    _link(entry, "alternate", page_url(record.slug, language), "text/html")
    description = sentence_of(record)
    summary = _add(entry, "summary", description.text)
    summary.set("{http://www.w3.org/XML/1998/namespace}lang", description.language)
    for slug in record.tool_types:
        _add(entry, "category").set("term", slug)
    return entry


def entry_id(slug: str) -> str:
    """A record's identity in every feed, whatever its page's language (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname or 'localhost'},2026:tools/{slug}"


def _changed(record: Record) -> datetime:
    return record.updated_at or record.created_at or _BEGINNING


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: tree.Element, name: str, text: str = "") -> tree.Element:
    child = tree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        child.text = _NOT_XML.sub("", text)
    return child


def _link(parent: tree.Element, rel: str, href: str, kind: str) -> None:
    tree.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": _NOT_XML.sub("", href), "type": kind})
