"""Vietnamese text: NFC, all diacritics kept; search folds and sort keys computed here and stored (no ICU in SQL)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from vn_collate import collate_key

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_MOST_VOWELS = 3  # no Vietnamese syllable has more


def nfc(text: str) -> str:
    """Composed, trimmed, inner white space single: the only form that is stored."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The accent-less search form: uỷ = ủy, hoà = hòa, đ = d. For finding, never for identity."""
    return " ".join(filter(None, map(_folded, text.split())))


def spellings(syllable: str) -> Sequence[str]:
    """A syllable with its tone mark over each of its vowels: hòa and hoà are one word, written by two habits."""
    letters = unicodedata.normalize("NFD", syllable)
    tone = "".join(mark for mark in letters if mark in _TONES)
    bare = nfc("".join(mark for mark in letters if mark not in _TONES))
    places = [n for n, letter in enumerate(bare, 1) if _VOWEL.match(unicodedata.normalize("NFD", letter))]
    if len(tone) != 1 or not 0 < len(places) <= _MOST_VOWELS:
        return (nfc(syllable),)
    return tuple(nfc(bare[:place] + tone + bare[place:]) for place in places)


def sort_key(text: str) -> str:
    """The Vietnamese collation key of a title or place, for a `COLLATE "C"` column: syllable by syllable.

    The library sorts a space behind all letters; a Vietnamese list ends a shorter syllable first: Hà Nội, Hải Phòng.
    """
    return " ".join(_collated(syllable) for syllable in text.split())


def person_sort_key(full_name: str) -> str:
    """People are sorted by given name, the last word, then by the family and middle names before it."""
    family, _, given = full_name.rpartition(" ")
    return f"{_collated(given)} {sort_key(family)}"


@lru_cache(maxsize=8192)
def _folded(syllable: str) -> str:
    """The same few thousand syllables; of a stray mark nothing is left."""
    decomposed = unicodedata.normalize("NFD", syllable.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def _collated(syllable: str) -> str:
    """Names are made of a few thousand syllables, whoever's they are; each is costly to collate."""
    return collate_key(spellings(syllable)[0])
