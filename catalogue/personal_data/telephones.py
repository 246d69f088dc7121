"""Complete telephone numbers in a text. Short codes (1343, 116 000) and toll-free lines reach no single person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

_LEAST, _MOST = 7, 15
_CANDIDATE = re.compile(r"(?<![A-Za-z\d@/.=_#-])[(]?(?:\+|＋)?[(]?\d[\d\s().\-–‑‐/·]{4,26}\d(?![A-Za-z\d@])")
_LINK = re.compile(
    r"(?:\btel:|\bcallto:|\bsms:|\bwa\.me/|\bviber\.click/|[?&]phone=)(?:\+|%2B)?(\d[\d().-]{5,18}\d)", re.I
)
# A number beside one of these is a telephone's, whatever its form.
_CUE = re.compile(
    r"(?:☎|☏|✆|📞|📱|tele?ph?on|\btel\b|\bt[eé]l\.|phone|\bcall\b|mobile|\bmob\b|\bcell\b|whats ?app|viber|\bsignal\b|"
    r"telegram|\bfax\b|appel|portable|m[oó]vil|celular|telem[oó]vel|handy|\bruf|cellulare|chiam|mobiel|\bbel\b|\bсот|"
    r"тел(?:ефон|\.|\b)|\bмоб|\bзвон|дзвон|вайбер|ватсап|هاتف|جوال|تلفون|موبايل|واتس|اتصل|ফোন|মোবাইল|হোয়াটস|फ़?ोन|फोन|"
    r"मोबाइल|व्हाट्स|सम्पर्क नम्बर|telepon|\bhp\b|\bsimu\b|piga|โทร|เบอร์|มือถือ|điện thoại|\bsđt\b|di động|gọi|电话|電話|"
    r"手机|手機|致电|联系|微信|cep tel|\bgsm\b)[\s.:：()\[\]\w'’#№nN°º]{0,14}$",
    re.I,
)
_BEFORE = 40
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\s+\d{1,2})?")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d(?:\s*[-–/·]\s*|\s+)(?:(?:1[5-9]|20)\d\d|\d\d)")
_DECIMAL = re.compile(r"0?\.\d+|\d{1,3}\.\d{4,}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+")
_NOT_A_TELEPHONE = re.compile(r"(?:isbn|issn|doi|orcid|no\.?|nr\.?|n[°º]|case|id|art(?:icle)?\.?|§)[\s:#-]*$", re.I)
_TOLL_FREE = re.compile(r"0?0?1?8(?:00|08|33|44|55|66|77|88)\d{4,7}|0(?:800|808|80)\d{4,8}|00800\d{8}")
_AMERICAN = re.compile(r"(?:1[-. ])?\(?[2-9]\d\d\)?[-. ]{1,2}[2-9]\d\d[-. ]\d{4}")
_SERVICES = frozenset(
    (PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN)
)


def telephones_in(text: str, countries: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Where numbers stand. ``countries`` (ISO codes) help with those that bear no country's code."""
    for match in _LINK.finditer(text):
        yield match.span()
    for match in _CANDIDATE.finditer(text):
        for start, end in _parts(text, *match.span()):
            if _is_telephone(text, start, end, countries):
                yield start, end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Two numbers with a stroke between them are looked at one by one."""
    number = text[start:end]
    if sum(char.isdigit() for char in number) <= _MOST or "/" not in number:
        yield start, end
        return
    for piece in re.finditer(r"[^/]+", number):
        yield start + piece.start(), start + piece.end()


def _is_telephone(text: str, start: int, end: int, countries: Collection[str]) -> bool:
    written = text[start:end].strip()
    digits = "".join(str(unicodedata.digit(char)) for char in written if char.isdigit())
    if not _LEAST <= len(digits) <= _MOST or len(set(digits)) == 1:
        return False
    is_international = written.lstrip("(").startswith(("+", "＋")) or (digits.startswith("00") and len(digits) > 9)
    if is_international:
        return _is_reaching_a_person(digits.removeprefix("00"))
    if _TOLL_FREE.fullmatch(digits):
        return False
    before = text[max(0, start - _BEFORE) : start]
    if _CUE.search(before):
        return True
    if any(form.fullmatch(written) for form in (_DATE, _YEARS, _DECIMAL)) or _NOT_A_TELEPHONE.search(before):
        return False
    if _AMERICAN.fullmatch(written):
        return True
    if digits.startswith("0"):
        return 9 <= len(digits) <= 11
    if _THOUSANDS.fullmatch(written) or len(digits) < 8:
        return False
    return any(_is_valid(digits, country) for country in countries)


def _is_reaching_a_person(digits: str) -> bool:
    """With a country's code: as long as numbers there are, and no line of a service."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except NumberParseException:
        return False
    return phonenumbers.is_possible_number(number) and phonenumbers.number_type(number) not in _SERVICES


def _is_valid(digits: str, country: str) -> bool:
    try:
        number = phonenumbers.parse(digits, country)
    except NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in _SERVICES
