"""Postal addresses in a text: a street with a number, a post box; as they are written in the main languages.

A street alone is none ("Wall Street", "the road to Damascus"), and nothing is looked for that needs a list of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = r"[^\W\d_][\w'’.-]*"
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*"
_NUMBER = r"\d{1,5}\s?[A-Za-z]?"
_FORMS = (
    # 12 Market Street; 221B Baker St.
    rf"\b{_NUMBER},?\s(?:[A-Z][\w'’.-]*\s){{1,4}}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Boulevard|Blvd\.?|"
    r"Terrace|Crescent|Highway|Hwy\.?|Court|Close|Square|Parkway|Place|Way)(?![\w-])",
    # Hauptstraße 5; Keizersgracht 12; Storgatan 4
    r"\b[A-ZÄÖÜÅØÆ][\w'’.-]*(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|straat|laan|gracht|plein|kade|gatan|vägen|gade|"
    r"vej|gata)\s\d{1,4}(?:\s?[a-zA-Z])?\b",
    r"\b[A-ZÄÖÜ][\w-]*\s(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse)\s\d{1,4}[a-z]?\b",
    # 12, rue de la Paix
    rf"\b{_NUMBER}(?:bis|ter)?,?\s(?:rue|avenue|av\.|boulevard|bd\.?|bld|place|allée|chemin|impasse|quai|route)\s"
    rf"(?:(?:d['’]|de\sla\s|de\sl['’]|des?\s|du\s){_NAME}|{_CAPITALISED})",
    # Calle Mayor, 5; Rua Augusta nº 100; Via Roma 3; Strada Lungă nr. 4
    rf"\b(?:Calle|C/|Cl\.|Avenida|Avda\.|Av\.|Paseo|Plaza|Carrera|Cra\.|Jirón|Jr\.|Rua|Travessa|Praça|Alameda|Via|Viale|"
    rf"Piazza|Corso|Strada|Str\.|Bulevardul|Bd\.|Șoseaua|Jalan|Jl\.|Calea|calle|rua|jalan)\s?(?!SMS|USSD|WhatsApp|Telegram|Skype)"
    rf"{_CAPITALISED},?\s?(?:{_NAME},?\s?){{0,4}}(?:(?:n[.ºo°]*|no\.?|nr\.?|número|num\.)\s?|#\s?)?\d{{1,5}}(?![\w%/])"
    r"(?!\s(?:hours|heures|horas|ore|languages|countries))",
    # ул. Ленина, д. 5; вул. Хрещатик, 1
    rf"(?:\b(?:ул|вул|пр|просп|пер|пл|наб|бул)\.|\b(?:улица|улице|вулиця|вулиці|проспект|переулок|провулок|площадь|набережная))"
    rf"\s?(?:{_NAME}\s?){{1,3}},?\s?(?:д\.|дом|буд\.|№)?\s?\d{{1,4}}",
    # Atatürk Cad. No: 5
    rf"{_NAME}\s(?:Caddesi|Cad\.|Sokağı|Sokak|Sok\.|Sk\.|Bulvarı|Blv\.|Mahallesi|Mah\.)[^.;\n]{{0,40}}?\bNo\s?[:.]?\s?\d{{1,4}}",
    # شارع النصر 5
    r"(?:شارع|جادة|زقاق)\s(?:[^\W\d_]+\s){1,4}?(?:رقم\s?|،\s?)?\d{1,4}",
    # 中山路12号
    r"[\u4e00-\u9fff]{1,8}(?:路|街|道|巷|弄|胡同|大道)\s?\d{1,5}\s?(?:号|號|弄)",
    # ซอย 5; Soi 5; ถนนสุขุมวิท 21
    r"(?:\bSoi|\bsoi|ซอย|ซ\.)\s?(?:[^\W\d_]+\s?)?\d{1,3}(?:/\d{1,2})?\b",
    r"(?:ถนน|ถ\.)\s?[\u0e00-\u0e7f]{2,20}\s?\d{1,4}",
    # số 12 đường Láng
    rf"\b(?:[Ss]ố\s)?\d{{1,4}}\s(?:đường|phố|ngõ|hẻm)\s{_NAME}",
    # मकान नं 12; বাড়ি নং ৫
    r"(?:मकान|घर|फ्लैट|वार्ड|বাড়ি|বাসা|ফ্ল্যাট)\s?(?:नं\.?|नंबर|संख्या|নং|নম্বর)\s?[:.]?\s?\d{1,4}",
    # P.O. Box 12; S.L.P. 5; а/я 3
    r"(?:\bP\.?\s?O\.?\s?Box|\bPostfach|\bCasilla|\bApartado(?:\spostal)?|\bCaixa\spostal|\bBoîte\spostale|\bB\.P\.|\bPostbus|"
    r"\bS\.L\.P\.?|ص\.?\s?ب\.?|\bа/я|信箱|ตู้\sปณ\.?|ตู้ปณ\.?)\s?:?\s?\d{1,6}",
)
_ADDRESS = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_ANY_DIGIT = re.compile(r"\d")


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    if _ANY_DIGIT.search(text):
        for match in _ADDRESS.finditer(text):
            yield match.span()
