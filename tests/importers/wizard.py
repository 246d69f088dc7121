"""The wizard as a browser without JavaScript uses it, with a registry of a few records."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP
from catalogue.groups import set_up_groups
from catalogue.models import Tool
from catalogue.writing import RecordChange, WriteMode, write_records
from importers.models import Batch

HEADER = "Name of the tool,Organisation,Website,Description,Type of tool,In which countries is it used?,Year of launch"
LUMENVIA = (
    "Lumenvia,Brightwater Collective,https://lumenvia.example.net,Seawatch for crews on long-line vessels.,"
    "Worker engagement,Thailand,2019"
)
OSTRAKON = (
    "Ostrakon,Saltmarsh Trust,https://ostrakon.example.net,Board game for pupils about false job offers abroad.,"
    '"Awareness, education and training",Romania,2021'
)


def table(*lines: str) -> bytes:
    return "\n".join((HEADER, *lines)).encode()


def person(name: str, *groups: str) -> Any:
    set_up_groups()
    user = get_user_model().objects.create_user(name, password="x")
    user.groups.set(Group.objects.filter(name__in=groups or (CURATORS_GROUP, EDITORS_GROUP)))
    return user


def record(slug: str, mode: WriteMode = WriteMode.LIVE, **values: Any) -> Tool:
    words = {"name": slug.title(), "summary": f"What {slug} does for people who look for help."}
    write_records([RecordChange(slug, {**words, **values})], mode=mode)
    return Tool.objects.get(slug=slug)


def upload(client: Client, content: bytes, name: str = "answers.csv", **data: str) -> Batch:
    answer = send(client, content, name, **data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Batch.objects.get(pk=int(answer.url.rstrip("/").split("/")[-2]))


def send(client: Client, content: bytes, name: str = "answers.csv", **data: str) -> Any:
    return client.post(reverse("importers:index"), {"file": SimpleUploadedFile(name, content), **data})


def confirm_columns(client: Client, batch: Batch) -> Batch:
    """Send the page of columns as it comes: every select with what is chosen in it."""
    address = reverse("importers:columns", args=[batch.pk])
    context = client.get(address).context
    read = context["session"].table
    data = {
        "sheet": read.sheet.name, "header_row": read.header_rows[0],
        "shown_sheet": read.sheet.name, "shown_row": read.header_rows[0],
        **{f"column-{column['letter']}": column["chosen"] for column in context["columns"]},
        **{f"policy-{name}": chosen for name, _label, chosen, *_rest in context["policies"]},
    }  # fmt: skip
    client.post(address, data)
    batch.refresh_from_db()
    return batch


def step(client: Client, name: str, batch: Batch, **data: str) -> Any:
    return client.post(reverse(f"importers:{name}", args=[batch.pk]), data, follow=True)


def page(client: Client, batch: Batch, **query: str) -> str:
    return client.get(reverse("importers:batch", args=[batch.pk]), query).content.decode()
