"""Plain text from clients: NFC, no control characters, not over-long. What is stored is what was checked."""

import unicodedata
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from shared.vocabulary.refusals import Refusal
from shared.vocabulary.text import nfc

LONGEST = 4_000
"""No text of any request is longer; a field with a tighter limit says so itself through `plain`."""

_LINES = frozenset("\n\t\r")
_REFUSED = frozenset({"Cc", "Cs", "Co", "Cn"})
_INVISIBLE = frozenset(
    "\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_NO_TEXT = frozenset({type(None), UUID, int, bool, float, date})
_Given = TypeVar("_Given")


class TextIsTooLong(Refusal):
    """Văn bản dài quá giới hạn của ô này."""

    vi = "Nội dung dài {length} ký tự, vượt quá giới hạn {limit} ký tự."
    en = "The text has {length} characters; the limit is {limit}."
    next_vi = "Rút ngắn nội dung rồi gửi lại."
    next_en = "Shorten the text and send it again."
    status = 400


class TextHasControlCharacters(Refusal):
    """Văn bản có ký tự điều khiển hoặc ký tự không nhìn thấy được."""

    vi = "Nội dung có ký tự điều khiển hoặc ký tự ẩn ({character}) ở vị trí {index}."
    en = "The text has a control or invisible character ({character}) at index {index}."
    next_vi = "Xóa ký tự đó rồi gửi lại."
    next_en = "Remove that character and send the text again."
    status = 400


def plain(path: str | tuple[str, ...], text: str, *, at_most: int = 200, lines: bool = False) -> str:
    """The text as it is stored: composed and trimmed; with `lines`, line ends are kept, else white space is single."""
    where = (path,) if isinstance(path, str) else path
    _refuse_bad(where, text, at_most, _LINES if lines else frozenset())
    return "\n".join(nfc(line) for line in text.strip().split("\n")) if lines else nfc(text)


def checked(request: _Given) -> _Given:
    """The same request, every text composed (NFC); refuses what no text may hold. Run on every body at the border."""
    return _checked(request, ())


def _checked(value: Any, path: tuple[str, ...]) -> Any:
    match value:
        case str():
            _refuse_bad(path, value, LONGEST, _LINES)
            return value if unicodedata.is_normalized("NFC", value) else unicodedata.normalize("NFC", value)
        case msgspec.Struct():
            changed = {}
            for name in value.__struct_fields__:
                held = getattr(value, name)
                if type(held) in _NO_TEXT or (type(held) is str and _is_fit(held)):
                    continue
                if (kept := _checked(held, (*path, name))) is not held:
                    changed[name] = kept
            return msgspec.structs.replace(value, **changed) if changed else value
        case dict():
            return {_checked(key, path): _checked(held, (*path, str(key))) for key, held in value.items()}
        case list() | tuple():
            return type(value)(_checked(held, (*path, str(index))) for index, held in enumerate(value))
        case _:
            return value


def _is_fit(text: str) -> bool:
    """Whether it can be taken as it is, as nearly all are."""
    return len(text) <= LONGEST and text.isprintable() and unicodedata.is_normalized("NFC", text)


def _refuse_bad(path: tuple[str, ...], text: str, limit: int, allowed: frozenset[str]) -> None:
    if len(text) > limit:
        raise TextIsTooLong(*path, length=len(text), limit=limit)
    if text.isprintable():  # no "other" and no separator but the space: nothing below can be in it
        return
    for index, character in enumerate(text):
        if character in allowed or not _is_refused(character):
            continue
        raise TextHasControlCharacters(*path, character=f"U+{ord(character):04X}", index=index)


def _is_refused(character: str) -> bool:
    return character in _INVISIBLE or unicodedata.category(character) in _REFUSED
