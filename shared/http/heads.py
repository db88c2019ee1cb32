"""The head of a request: where it goes and its headers, as they come, and what an application is told of them."""

from typing import Any
from urllib.parse import unquote

from httptools import HttpRequestParser, parse_url

LARGEST_HEAD = 32 * 1024
"""Bytes of a head; no client of ours sends a tenth of it."""
_ASGI = {"version": "3.0", "spec_version": "2.4"}


class HeadIsTooLarge(ValueError):  # noqa: N818 - named as a sentence
    """Somebody fills our memory with headers."""


class Head:
    """Of one request."""

    __slots__ = ("_headers", "_size", "_url")

    def __init__(self) -> None:
        self._url, self._size = b"", 0
        self._headers: list[tuple[bytes, bytes]] = []

    def add_url(self, piece: bytes) -> None:
        """A piece of where it goes."""
        self._url += piece
        self._grow(len(piece))

    def add(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._headers.append((name.lower(), value))
        self._grow(len(name) + len(value))

    @property
    def expects(self) -> bool:
        """Whether the client waits for a word before it sends the body."""
        return (b"expect", b"100-continue") in self._headers

    def scope(self, parser: HttpRequestParser, server: tuple[str, int], client: tuple[str, int]) -> dict[str, Any]:
        """As ASGI has it; an address that is none, or not in ASCII, is an error of the parser."""
        asked = parse_url(self._url)
        raw = asked.path or b"/"
        path = raw.decode("ascii")
        return {
            "type": "http",
            "asgi": _ASGI,
            "http_version": parser.get_http_version(),
            "server": server,
            "client": client,
            "scheme": "http",
            "method": parser.get_method().decode("ascii"),
            "root_path": "",
            "path": unquote(path) if "%" in path else path,
            "raw_path": raw,
            "query_string": asked.query or b"",
            "headers": self._headers,
        }

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > LARGEST_HEAD:
            raise HeadIsTooLarge
