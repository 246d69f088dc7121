"""Guesses the language of a short text from its script, its function words and letters that few languages use."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from text import scripts
from text.folding import fold, normalise
from text.function_words import FUNCTION_WORDS
from text.scripts import script_of
from text.segmentation import pieces

_BY_SCRIPT: Final[dict[str, tuple[str, ...]]] = {
    scripts.LATIN: ("en", "fr", "es", "pt", "it", "ro", "nl", "de", "tr", "id", "ms", "sw", "vi", "tl", "pl"),
    scripts.CYRILLIC: ("ru", "uk", "bg", "sr"),
    scripts.ARABIC: ("ar", "fa", "ur"),
    scripts.DEVANAGARI: ("hi", "ne", "mr"),
    scripts.BENGALI: ("bn",),
    scripts.THAI: ("th",),
    scripts.LAO: ("lo",),
    scripts.KHMER: ("km",),
    scripts.MYANMAR: ("my",),
    scripts.HAN: ("zh", "ja"),
    scripts.KANA: ("ja",),
    scripts.HANGUL: ("ko",),
    scripts.GREEK: ("el",),
    scripts.HEBREW: ("he",),
}
# Letters that speak for a language within its script, and how loudly: one point equals one function word.
_LETTERS: Final[dict[str, str]] = {
    "fr": "àâçèêëîïôœùû", "es": "ñ¿¡áéíóú", "pt": "ãõçáâêóú", "it": "àèìòù", "ro": "ăâîșțşţ", "de": "äöüß", "tr": "ğışçöü",  # noqa: E501
    "vi": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "pl": "ąćęłńóśźż", "uk": "іїєґ", "ru": "ыэъё", "sr": "ђјљњћџ",  # noqa: E501
    "fa": "پچژگ", "ur": "ٹڈڑںےہھ", "ne": "", "mr": "ळ",
}  # fmt: skip
_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "es": ("cion", "ciones", "dad", "miento", "ando", "iendo"), "fr": ("tion", "ment", "eurs", "euse", "eux", "aux", "ite"),  # noqa: E501
    "pt": ("cao", "coes", "dade", "mento", "inha"), "it": ("zione", "zioni", "mento", "ita", "agli", "are", "ere"),
    "ro": ("ului", "elor", "ilor", "tii", "tie", "ea"), "de": ("ung", "ungen", "keit", "heit", "isch", "lich"),
    "nl": ("ing", "ingen", "heid", "lijk", "ij"), "en": ("ing", "tion", "ment", "ness", "ers", "ed"),
    "tr": ("lar", "ler", "lari", "leri", "mak", "mek", "siz"), "id": ("kan", "nya", "an"), "ne": ("हरू", "हरु", "मा", "लाई", "को"),  # noqa: E501
    "hi": ("ों", "ियां"), "uk": ("ння", "ський", "ти"), "ru": ("ние", "ский", "ть"),
}  # fmt: skip
_PRIOR: Final = 0.4
_KNOWN_WORD: Final = 0.7


Lexicon = Mapping[str, frozenset[str]]


def guess_language(text: str, hint: str | None = None, lexicon: Lexicon | None = None) -> str:
    """The likeliest language of `text` as ISO 639-1; `hint` (the reader's interface language) breaks ties.

    A text without letters, or without any sign of a language, is taken for the hint's language, or English.
    """
    ranked = languages_of(text, hint, lexicon)
    return ranked[0][0]


def languages_of(text: str, hint: str | None = None, lexicon: Lexicon | None = None) -> list[tuple[str, float]]:
    """Languages with their evidence (function words, known words, letters, endings), best first; never empty.

    lexicon: language to folded words of this field, for texts so short that no function word occurs in them.
    """
    normal = normalise(text)
    counts = Counter(script_of(character) for character in normal if character.isalpha())
    counts.pop(scripts.OTHER, None)
    if not counts:
        return [(hint or "en", 0.0)]
    if counts.get(scripts.KANA):
        return [("ja", 1.0)]
    script = counts.most_common(1)[0][0]
    candidates = _BY_SCRIPT.get(script, (hint or "en",))
    lowered = normal.casefold()
    words = [fold(piece.text) for piece in pieces(normal) if not piece.is_group]
    known = lexicon or {}
    scores = {language: _evidence(language, lowered, words, known.get(language)) for language in candidates}
    for language in candidates[:1]:
        scores[language] += _PRIOR / 4
    if hint in scores:
        scores[hint] += _PRIOR
    return sorted(scores.items(), key=lambda pair: (-pair[1], candidates.index(pair[0])))


def _evidence(language: str, lowered: str, words: list[str], known: frozenset[str] | None) -> float:
    listed = FUNCTION_WORDS.get(language, frozenset())
    score = 0.0
    for word in words:
        if word in listed:
            score += 1.0
        elif known and word in known:
            score += _KNOWN_WORD
        elif len(word) > 4 and word.endswith(_ENDINGS.get(language, ())):
            score += 0.3
    if not lowered.isascii():
        score += min(2.0, 0.7 * sum(lowered.count(letter) for letter in _LETTERS.get(language, "")))
    return score
