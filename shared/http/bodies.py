"""Bodies: bytes in, a request struct out, or a refusal that names the place and what was expected there."""

import re
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from shared.http.body_wordings import NO_JSON, NO_OTHER_FIELD, Wording, only_fields, wording
from shared.http.refusals import BodyIsNotReadable
from shared.vocabulary.plain_text import checked

_T = TypeVar("_T", bound=msgspec.Struct)
_WHERE = re.compile(r" - at (?:`key` in )?`(\$[^`]*)`$")
_STEP = re.compile(r"[^.\[\]]+|\.\.\.")


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
        raise _not_readable("$", NO_JSON) from None


def _refusal(message: str, kind: type[msgspec.Struct]) -> BodyIsNotReadable:
    """msgspec's message in our words: what the client sent is not repeated anywhere."""
    found = _WHERE.search(message)
    where = found.group(1) if found else "$"
    told = wording(_WHERE.sub("", message))
    if told == NO_OTHER_FIELD and where == "$":
        told = only_fields(field.encode_name for field in msgspec.structs.fields(kind))
    return _not_readable(where, told)


def _not_readable(where: str, told: Wording) -> BodyIsNotReadable:
    return BodyIsNotReadable(*_STEP.findall(where)[1:], where=where, expected_vi=told.vi, expected_en=told.en)
