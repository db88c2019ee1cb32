"""Language: Vietnamese unless the client prefers English (Accept-Language)."""

from enum import StrEnum
from typing import Any


class Language(StrEnum):
    """Ngôn ngữ của câu trả lời."""

    VI = "vi"
    EN = "en"


def preferred(accept_language: str | None) -> Language:
    """The first of vi and en in the client's order of preference; Vietnamese when it names neither."""
    ranked = sorted((_weighed(part) for part in (accept_language or "").split(",")), key=lambda pair: -pair[0])
    for weight, tag in ranked:
        if weight > 0 and tag in set(Language):
            return Language(tag)
    return Language.VI


def _weighed(part: str) -> tuple[float, str]:
    tag, _, parameters = part.strip().lower().partition(";")
    quality = parameters.strip().removeprefix("q=") if parameters.strip().startswith("q=") else "1"
    try:
        return float(quality), tag.partition("-")[0]
    except ValueError:
        return 0.0, tag


def said(wire: dict[str, Any], language: Language) -> tuple[str, str | None]:
    """Message and next step of a refusal, in one language."""
    following = wire.get("nextEn" if language is Language.EN else "nextVi")
    return str(wire.get(language.value, "")), following or None
