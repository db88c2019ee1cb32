"""Gõ sai - what was typed wrongly, in Vietnamese where the reader's language is; English is the parser's own."""

from collections.abc import Iterator
from typing import Any

from cyclopts import CycloptsPanel
from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

from services.cli.speech import told


def wrongly_typed(error: CycloptsError) -> Any:
    """What the console shows of it."""
    vi = told(" ".join(_in_vietnamese(error)), "")
    return CycloptsPanel(vi, title="Lỗi") if vi else CycloptsPanel(error)


def _in_vietnamese(error: CycloptsError) -> Iterator[str]:
    """A sentence each: what is wrong, and where the right way stands; nothing for what nobody has met yet."""
    match error:
        case UnknownCommandError(unused_tokens=[unknown, *_]):
            yield f"Không có lệnh {unknown}."
        case UnknownOptionError():
            yield f"Không có tùy chọn {error.token.keyword or error.token.value}."
        case UnusedCliTokensError():
            yield f"Thừa: {' '.join(error.unused_tokens or ())}."
        case MissingArgumentError():
            yield f"Thiếu {error.keyword or _name(error)}."
        case CoercionError(msg=str(said)):  # a converter of ours, which speaks the reader's language itself
            yield f"{said}."
        case CoercionError() | ValidationError():
            yield f"Giá trị của {_name(error)} không dùng được{_given(error)}."
        case _:
            return
    yield f"Xem: lienthong {' '.join((*(error.command_chain or ()), '--help'))}"


def _name(error: CycloptsError) -> str:
    """As `--help` lists it: without dashes where it is known by its place."""
    if error.argument is None:
        return "?"
    name = error.argument.name
    return name.lstrip("-") if name.lstrip("-").isupper() else name


def _given(error: CycloptsError) -> str:
    tokens = error.argument.tokens if error.argument is not None else []
    return f": {tokens[0].value}" if tokens else ""
