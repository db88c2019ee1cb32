"""Trích - some fields of many facts of one kind, for whoever copies them into rows and asks for nothing else.

An id stays the text that is stored: to make an object of it, to compare that, and to make bytes of it again is most of
what a row of ids costs.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec

from shared.vocabulary.facts import Fact

_ID: Any = Annotated[str, msgspec.Meta(min_length=36, max_length=36)]
_AS_TEXT: dict[Any, Any] = {UUID: _ID, UUID | None: _ID | None}


class Excerpt(NamedTuple):
    """What is wanted of a kind of fact: the names of fields."""

    kind: type[Fact]
    fields: tuple[str, ...]


class Excerpts(NamedTuple):
    """Facts of one kind that follow each other in a log, each with the fields that were wanted."""

    kind: type[Fact]
    facts: Sequence[Any]


@lru_cache(maxsize=256)
def decoder_of(wanted: Excerpt) -> msgspec.json.Decoder[Any]:
    """Reads a JSON array of stored facts. Like a fact's own decoder it refuses what is missing or of another type."""
    fields = [
        (field.name, _AS_TEXT.get(field.type, field.type), _default(field))
        for field in msgspec.structs.fields(wanted.kind)
        if field.name in wanted.fields
    ]
    name = f"{wanted.kind.__name__}Excerpt"
    return msgspec.json.Decoder(list[msgspec.defstruct(name, fields, frozen=True, kw_only=True, gc=False)])


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return msgspec.field(name=field.encode_name, default_factory=field.default_factory)
    return msgspec.field(name=field.encode_name, default=field.default)
