"""What in a text is about one person: telephone numbers, e-mail addresses, streets, names with a courtesy title.

Nothing of it belongs in a public record unless somebody has looked and says so: editors and suggesters are warned, an
imported row waits.
"""

from catalogue.personal_data.detector import (
    PUBLIC_TEXTS,
    PersonalDatum,
    PersonalKind,
    kinds_in_words,
    personal_data_in,
    personal_data_of,
    without_personal_data,
)
from catalogue.personal_data.keys import finding_key, key_of_all

__all__ = [
    "PUBLIC_TEXTS",
    "PersonalDatum",
    "PersonalKind",
    "finding_key",
    "key_of_all",
    "kinds_in_words",
    "personal_data_in",
    "personal_data_of",
    "without_personal_data",
]
