"""Letters that break what takes text for granted; properties of any text are tried on them, and on all others."""

from hypothesis import strategies as st

CONTROLS = "\x00\x01\x08\x0b\x0c\x1b\x1f\x7f\x85\ufffe\uffff"
SPACES = "\t\n\r \u00a0\u2003\u2028\u2029\u202f\u3000"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\ufe0f\U000e0041"
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COMBINING = "\u0300\u0301\u0327\u0345\u0bcd\u094d\u20e3\u1ab0"
FORMULAS = "=+-@|%\uff1d\uff0b\uff0d\uff20\u2212"
QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"
SEPARATORS = ",;:/\\&?#<>{}[]()~^$*_"
FOLDING = "\u00df\u0130\u0131\u017f\ufb00\ufb01\ufb06\u1e9e\u03c2\u00c9"  # their other case may be longer
SCRIPTS = "میخواهم क्षন্যा中ひアอ한א"
ASTRAL = "\U0001f600\U0001f3fd\U00020000\U0001d400"
DIGITS = "09\u0663\u096b\uff17\u00b2\u2167"

UNSEEN = CONTROLS + SPACES + INVISIBLE + DIRECTIONS + COMBINING
SEEN = QUOTES + SEPARATORS + FOLDING + SCRIPTS + ASTRAL + DIGITS
LETTERS = st.one_of(
    st.sampled_from(UNSEEN + SEEN),
    st.sampled_from(FORMULAS + SPACES + "aA1."),
    st.characters(exclude_categories=["Cs"]),
)


def texts(*, min_size: int = 0, max_size: int | None = None) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=min_size, max_size=max_size)


def formulas() -> st.SearchStrategy[str]:
    """What a spreadsheet would calculate, also behind blanks."""
    return st.tuples(st.text(SPACES, max_size=3), st.sampled_from(FORMULAS), texts(max_size=9)).map("".join)
