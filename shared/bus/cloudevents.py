"""CloudEvents 1.0 in NATS messages, binary mode: attributes in `ce-` headers, the data as the payload.

Follows the NATS protocol binding of the specification's main branch (2026): every attribute, `datacontenttype` too, has
a `ce-` header, and header values are percent-encoded.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, unquote

SPECVERSION = "1.0"
_PREFIX = "ce-"
_VERSION = "ce-specversion"
_NAME = re.compile(r"[a-z0-9]{1,20}")
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
_ALL_PLAIN = re.compile(f"[{re.escape(_PLAIN)}]*")
_REQUIRED = ("id", "source", "type")


class NotACloudEvent(ValueError):  # noqa: N818 - named as a sentence
    """A message without the attributes that every event must have, or an attribute that no header can carry."""


def to_headers(attributes: Mapping[str, str], more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The headers of an event; an empty attribute is left out, as the specification wants. `more`: from `part_of`."""
    _require(attributes)
    return {_VERSION: SPECVERSION, **part_of(attributes), **(more or {})}


def part_of(attributes: Mapping[str, str]) -> dict[str, str]:
    """The headers of some attributes: what many events have in common is written once."""
    present = {name: value for name, value in attributes.items() if value}
    if not _ALL_PLAIN.fullmatch("".join(present.values())):
        present = {name: encoded(value) for name, value in present.items()}
    return {_PREFIX + _named(name): value for name, value in present.items()}


def from_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    """The attributes of a message in binary mode."""
    found = {
        name: decoded(value) if "%" in value or '"' in value else value
        for header, value in (headers or {}).items()
        if (name := _attribute(header))
    }
    if found.pop("specversion", None) != SPECVERSION:
        raise NotACloudEvent("specversion")
    _require(found)
    return found


def encoded(value: str) -> str:
    """A header value: space, quote, percent and everything outside printable ASCII as UTF-8 percent codes."""
    return value if _ALL_PLAIN.fullmatch(value) else quote(value, safe=_PLAIN)


@lru_cache(maxsize=256)
def decoded(value: str) -> str:
    """The attribute behind a header value; other senders may have put it in double quotes."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    return unquote(value, errors="strict")


@lru_cache(maxsize=256)
def _attribute(header: str) -> str:
    """The attribute that a header carries; nothing for headers of other kinds."""
    if not header.lower().startswith(_PREFIX):
        return ""
    return _named(header.lower().removeprefix(_PREFIX))


@lru_cache(maxsize=256)
def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise NotACloudEvent(name)
    return name


def _require(attributes: Mapping[str, str]) -> None:
    for name in _REQUIRED:
        if not attributes.get(name):
            raise NotACloudEvent(name)
