"""Searching: names without accents, exact diacritics first, whole syllables before parts. Never for identity."""

import re

from services.gateway.reading.query import Where, where
from shared.vocabulary.text import fold, nfc, spellings


def matching(search: str, name: str) -> tuple[Where, Where]:
    """The condition on the column `folded`, and the rank by the column `name`.

    0: whole syllables with these diacritics, 1: whole syllables without, 2: a part with them, 3: a part without.
    Where the tone mark stands is a matter of taste (hoà, hòa), so both are one.
    """
    plain = fold(search)
    accented = " ".join(map(_written, nfc(search).lower().split()))
    rank = where(
        f"case when lower({name}) ~ {{}} then 0 when folded ~ {{}} then 1 when lower({name}) ~ {{}} then 2 else 3 end",
        _whole(accented),
        _whole(re.escape(plain)),
        accented,
    )
    return where("folded like {}", f"%{_literal(plain)}%"), rank


def _whole(pattern: str) -> str:
    return f"(^| )({pattern})( |$)"


def _written(syllable: str) -> str:
    return f"({'|'.join(map(re.escape, spellings(syllable)))})"


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
