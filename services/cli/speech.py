"""How the command line speaks: Vietnamese where the user's locale is, English elsewhere; what happened, what to do."""

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

if TYPE_CHECKING:
    from rich.console import Console

    from shared.vocabulary.refusals import Refusal


class _Voice:
    """A console made at the first word: a supervisor that says nothing does not carry rich in every process."""

    def __init__(self, *, stderr: bool) -> None:
        self._stderr = stderr

    @cached_property
    def console(self) -> "Console":
        from rich.console import Console

        return Console(stderr=self._stderr, highlight=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.console, name)


out = _Voice(stderr=False)
err = _Voice(stderr=True)


def told(vi: str, en: str) -> str:
    """The text in the user's language (LIENTHONG_LANG, else the locale)."""
    chosen = os.environ.get("LIENTHONG_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return vi if chosen.lower().startswith("vi") else en


def say(vi: str, en: str) -> None:
    """A line for the reader."""
    out.print(told(vi, en), markup=False, soft_wrap=True)


def leave(vi: str, en: str, code: int = 1) -> NoReturn:
    """A line on stderr, and the end."""
    err.print(told(vi, en), markup=False, soft_wrap=True)
    raise SystemExit(code)


def leave_refused(refusal: "Refusal") -> NoReturn:
    """What a refusal says and what to do next, on stderr, and the end."""
    wire = refusal.wire()
    return leave(f"{wire['vi']} {wire['nextVi']}", f"{wire['en']} {wire['nextEn']}")


def show_json(value: Any) -> None:
    """A value as JSON, for machines."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")
