"""How the command line speaks: Vietnamese where the user's locale is, English elsewhere; what happened, what to do."""

import os
import sys
from typing import Any, NoReturn

import msgspec
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


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


def show_json(value: Any) -> None:
    """A value as JSON, for machines."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")
