"""How a type is spelled for readers."""

import types
import typing
from enum import Enum
from typing import Any


def spelled(hint: Any) -> str:
    """`date | None`, `tuple[UUID, ...]`, or the members of an enum."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(map(spelled, arguments))
    if origin is not None:
        return f"{origin.__name__}[{', '.join(map(spelled, arguments))}]"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " | ".join(member.value for member in hint)
    return {Ellipsis: "...", types.NoneType: "None", Any: "any JSON"}.get(hint, getattr(hint, "__name__", str(hint)))
