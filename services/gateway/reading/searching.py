"""Searching: names without accents, exact diacritics first. Never for identity."""

from services.gateway.reading.query import Where, where
from shared.vocabulary.text import fold, nfc


def matching(search: str, name: str) -> tuple[Where, Where]:
    """The condition on the column `folded`, and the rank that puts what has the exact diacritics in `name` first."""
    found = where("folded like {}", f"%{_literal(fold(search))}%")
    return found, where(f"case when lower({name}) like {{}} then 0 else 1 end", f"%{_literal(nfc(search).lower())}%")


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
