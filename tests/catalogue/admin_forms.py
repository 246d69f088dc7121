"""What a browser would send: the fields of a page's form as they stand in its HTML."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from catalogue.groups import set_up_groups

TOOLS = "/admin/snippets/catalogue/tool/"
ORGANISATIONS = "/admin/snippets/catalogue/organisation/"


def signed_in(*groups: str, name: str = "") -> Client:
    """A client of a user in these groups."""
    set_up_groups()
    user, _created = User.objects.get_or_create(username=name or "-".join(groups or ("nobody",)).lower())
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.depth = 0
        self.form_depth = 0
        self.select = ""
        self.options: list[tuple[str, bool]] = []
        self.textarea = ""
        self.text = ""
        self.in_template = 0

    def add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attributes}
        if tag in ("template", "script"):
            self.in_template += 1
        if tag == "form":
            self.form_depth = 1 if "data-edit-form" in given else 0
        if not self.form_depth or self.in_template or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in given:
                    self.add(name, given.get("value", "on"))
            elif kind not in ("submit", "button", "file"):
                self.add(name, given.get("value", ""))
        elif tag == "textarea" and name:
            self.textarea, self.text = name, ""
        elif tag == "select" and name:
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("template", "script"):
            self.in_template -= 1
        elif tag == "form":
            self.form_depth = 0
        elif tag == "textarea" and self.textarea:
            self.add(self.textarea, self.text.removeprefix("\n").removeprefix("\r\n"))
            self.textarea = ""
        elif tag == "select" and self.select:
            chosen = [value for value, is_selected in self.options if is_selected] or [
                value for value, _selected in self.options[:1]
            ]
            for value in chosen:
                self.add(self.select, value)
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text += data


def fields_of(response: Any) -> dict[str, list[str]]:
    """Name → values of the edit form in a page."""
    assert response.status_code == 200, response.status_code
    parser = _Form()
    parser.feed(response.content.decode())
    assert parser.fields, "no edit form in the page"
    return parser.fields


def add_row(fields: dict[str, list[str]], relation: str, **values: str) -> None:
    """One more row of an inline form, as the button "Add" makes it."""
    number = int(fields[f"{relation}-TOTAL_FORMS"][0])
    fields[f"{relation}-TOTAL_FORMS"] = [str(number + 1)]
    fields[f"{relation}-{number}-ORDER"] = [str(number + 1)]
    for name in ("id", "DELETE"):
        fields[f"{relation}-{number}-{name}"] = [""]
    for name, value in values.items():
        fields[f"{relation}-{number}-{name}"] = [value]


def send(client: Client, url: str, fields: dict[str, list[str]], action: str = "") -> Any:
    """Post the form; ``action`` as the button does: "publish", "submit", or "" for a draft."""
    data = {**fields, **({f"action-{action}": "1"} if action else {})}
    return client.post(url, data)


def errors_of(response: Any) -> str:
    form = response.context["form"]
    rows = {name: formset.errors for name, formset in form.formsets.items() if any(formset.errors)}
    return unescape(f"{form.errors.as_text()} {rows}")
