"""Bodies: bytes in, a request struct out, or a refusal that names the place and what was expected there."""

import re
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from shared.http.refusals import BodyIsNotReadable
from shared.vocabulary.plain_text import checked

_T = TypeVar("_T", bound=msgspec.Struct)
_WHERE = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_STEP = re.compile(r"[^.\[\]]+|\.\.\.")
_QUOTED_VALUE = re.compile(r"(Invalid enum value|Invalid value) .*")
_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `[^`]*`")


@lru_cache(maxsize=256)
def _decoder(kind: type[msgspec.Struct]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, strict=True)


def read(body: bytes, kind: type[_T]) -> _T:
    """The struct that the body spells, every text of it checked and composed."""
    try:
        return checked(_decoder(kind).decode(body))
    except msgspec.ValidationError as error:
        raise _refusal(str(error), kind) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BodyIsNotReadable(where="$", expected="JSON") from None


def _refusal(message: str, kind: type[msgspec.Struct]) -> BodyIsNotReadable:
    """msgspec's message without the values it may quote: what the client sent is not repeated anywhere."""
    found = _WHERE.search(message)
    where = found.group(1) if found else "$"
    expected = _QUOTED_VALUE.sub(r"\1", _WHERE.sub("", message))
    expected = _UNKNOWN_FIELD.sub(_only_fields(kind) if where == "$" else "no other fields than its own", expected)
    return BodyIsNotReadable(*_STEP.findall(where)[1:], where=where, expected=expected)


def _only_fields(kind: type[msgspec.Struct]) -> str:
    return "only the fields " + ", ".join(field.encode_name for field in msgspec.structs.fields(kind))
