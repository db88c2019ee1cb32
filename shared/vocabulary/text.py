"""Vietnamese text: NFC, all diacritics kept; search folds and sort keys computed here and stored (no ICU in SQL)."""

import unicodedata

from vn_collate import collate_key


def nfc(text: str) -> str:
    """Composed, trimmed, inner white space single: the only form that is stored."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The accent-less search form: uỷ = ủy, hoà = hòa, đ = d. For finding, never for identity."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def sort_key(text: str) -> str:
    """The Vietnamese collation key of a title or place, for a `COLLATE "C"` column: syllable by syllable.

    The library sorts a space behind all letters; a Vietnamese list ends a shorter syllable first: Hà Nội, Hải Phòng.
    """
    return " ".join(collate_key(syllable) for syllable in text.split())


def person_sort_key(full_name: str) -> str:
    """People are sorted by given name, the last word, then by the family and middle names before it."""
    family, _, given = full_name.rpartition(" ")
    return f"{collate_key(given)} {sort_key(family)}"
