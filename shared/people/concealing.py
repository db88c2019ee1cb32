"""Facts for people to look at: what is sealed is shown as a mark, so that not even its ciphertext leaves the log."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_args, get_origin

import msgspec

from shared.vocabulary.facts import Sealed

MARK = "⟨sealed⟩"


def concealed(value: msgspec.Struct) -> dict[str, Any]:
    """A fact or state as plain values, every personal one marked."""
    return _of_struct(type(value), msgspec.to_builtins(value))


def _of_struct(kind: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    types = _types(kind)
    return {name: _of(types.get(name, Any), value) for name, value in plain.items()}


@cache  # one per class of fact
def _types(kind: type) -> dict[str, Any]:
    return {field.encode_name: field.type for field in msgspec.structs.fields(kind)}


def _of(kind: Any, value: Any) -> Any:
    if value is None or not holds_sealed(kind):
        return value
    if kind is Sealed:
        return MARK
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _of_struct(kind, value)
    inner = [one for one in get_args(kind) if holds_sealed(one)]
    if isinstance(value, Mapping) and get_origin(kind) is dict:
        return {name: _of(inner[-1], one) for name, one in value.items()}
    if isinstance(value, (list, tuple)) and get_origin(kind) in (list, tuple):
        return [_of(inner[0], one) for one in value]
    return _of(inner[0], value) if len(inner) == 1 else MARK


def holds_sealed(kind: Any, within: Iterable[Any] = ()) -> bool:
    """Whether a value of this type may hold a sealed one."""
    if kind is Sealed:
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        seen = (*within, kind)
        return kind not in within and any(holds_sealed(one, seen) for one in _types(kind).values())
    return any(holds_sealed(one, within) for one in get_args(kind))
