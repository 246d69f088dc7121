"""Telephone numbers, e-mail addresses, streets and named persons are found in texts; what only looks alike is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.personal_data import PersonalKind, personal_data_in, personal_data_of, without_personal_data

DATA = Path(__file__).parents[2] / "catalogue" / "data" / "initiatives.jsonl"

PERSONAL = {
    PersonalKind.EMAIL: (
        "Write to jane.invented@example.org.", "jane (at) example (dot) org", "jane at example dot org",
        "jane[at]example.org", "Анна: anna@пример.рф", "jane＠example.org", "<mailto:jane@example.co.uk>",
    ),
    PersonalKind.TELEPHONE: (
        "+66 81 234 5678", "+254712345678", "tel 0044 20 7946 0958", "(020) 7946 0958", "0712345678", "(202) 555-0143",
        "Tél. : 06 12 34 56 78", "06.12.34.56.78", "тел. 8 (495) 123-45-67", "هاتف ٠٧١٢٣٤٥٦٧٨", "电话：13812345678",
        "联系13812345678", "โทร 081-234-5678", "WhatsApp 98765 43210", "https://wa.me/447911123456",
        "tel:+447911123456", "फोन 9876543210", "ফোন ০১৭১২৩৪৫৬৭৮", "030/1234567", "+49 (0)30 901820",
    ),
    PersonalKind.ADDRESS: (
        "221B Baker Street", "12, rue de la Paix", "Hauptstraße 5", "Keizersgracht 12", "Calle Mayor, 5",
        "Rua Augusta nº 100", "Via Roma 3", "ул. Ленина, д. 5", "вул. Хрещатик, 1", "Atatürk Caddesi No: 5",
        "شارع النصر 5", "中山路12号", "số 12 đường Láng", "P.O. Box 4521", "Jl. Sudirman No. 12", "Str. Lungă nr. 4",
        "मकान नं 12", "Soi 5, Bangkok", "S.L.P. 345",
    ),
    PersonalKind.PERSON: (
        "run by a survivor, Ms Maria Beispiel, for pupils", "Mme Claire Dupont", "Señora María Pérez",
        "Herr Hans Müller", "г-жа Анна Иванова",
    ),
}  # fmt: skip
HARMLESS = (
    "Call 1343 or 116 000 or 116000.", "1-888-373-7888", "0800 1020 103", "text 233733", "2015-2019",
    "in 2015 2016 and 2017", "1 000 000 000 messages", "10,000,000 reports", "ISBN 978-3-16-148410-0",
    "https://example.org/1234567890", "24/7 via SMS 24 hours", "12 road checks", "on 12/03/2026",
    "2026-03-12 10:11:12", "40.7128, -74.0060", "0.123456789", "@handle", "Dr. Martin Luther King",
    "route 66 highway", "SDG 8.7 and 16.2", "Wall Street", "Directive 2011/36/EU", "115 route submissions", "Mr Robot",
    "UN resolution 55/25 15 November 2000",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PERSONAL.items() for text in texts])
def test_personal_data_are_found(kind: PersonalKind, text: str) -> None:
    assert [datum.kind for datum in personal_data_in(text)] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_alike_is_left(text: str) -> None:
    assert personal_data_in(text, ("KE", "US", "TH")) == ()


def test_a_number_without_a_code_is_known_by_the_records_country() -> None:
    assert personal_data_in("Ask at 9876 5432 any day.", ("HK",))
    assert personal_data_in("Ask at 9876 5432 any day.") == ()


def test_the_starting_data_raise_no_alarm() -> None:
    records = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    assert [(record["id"], found) for record in records if (found := personal_data_of(record))] == []


def test_public_texts_of_a_record_are_looked_at_with_their_field() -> None:
    found = personal_data_of(
        {
            "name": "Line",
            "organisation": "jane@example.org",
            "partners": [{"name": "Ring 0712 345 678"}],
            "summary": "",
            "url": "https://example.org/0712345678",
        }
    )
    assert [(name, datum.kind) for name, datum in found] == [
        ("organisation", PersonalKind.EMAIL),
        ("partners", PersonalKind.TELEPHONE),
    ]


def test_the_text_without_them_reads_on() -> None:
    text = (
        "Line for crews. Contact Jane, jane@example.org, +66 81 234 5678, Soi 5, Bangkok. Open daily (tel. 0712345678)."
    )
    assert without_personal_data(text) == "Line for crews. Contact Jane, Bangkok. Open daily (tel.)."
    assert without_personal_data("jane@example.org") == ""


@given(st.text(alphabet="aA1 0+()-./@,\n٣ＡО路号ถ.{}[]atdot", max_size=300))
def test_any_text_can_be_looked_at_and_what_is_cut_out_is_gone(text: str) -> None:
    found = personal_data_in(text, ("TH", "US"))
    assert all(datum.text == text[datum.start : datum.end] for datum in found)
    ends = [0, *(datum.end for datum in found)]
    assert all(datum.start >= end for datum, end in zip(found, ends, strict=False))
    if not found:
        assert without_personal_data(text) == text


@pytest.mark.parametrize(
    "part", ["1 ", "a.b@", "(at)", "12 A ", "Mr ", "Calle A ", "ул. а ", "+", "1/", "شارع ا ا ", "call 1 ", "Via Aa "]
)
def test_no_text_takes_long(part: str) -> None:
    assert isinstance(personal_data_in(part * (60_000 // len(part)), ("TH",)), tuple)
