"""Cursors: the sort key of the last row, encrypted, so that a page says nothing and only its own viewer can go on."""

import base64
import binascii
import secrets
from collections.abc import Sequence
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.gateway.refusing.refusals import CursorIsNotReadable

_NONCE = 12


class Cursors:
    """Seals and opens keyset cursors; bound to the viewer's account and to the list they came from."""

    def __init__(self, key: bytes, subject: str) -> None:
        self._cipher = AESGCM(key)
        self._subject = subject

    def seal(self, listing: str, keys: Sequence[Any]) -> str:
        """The opaque text for a row's sort keys."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher.encrypt(nonce, msgspec.msgpack.encode(list(keys)), self._bound_to(listing))
        return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")

    def open(self, listing: str, text: str | None) -> list[Any] | None:
        """The sort keys behind the text; None asks for the first page."""
        if text is None:
            return None
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            return msgspec.msgpack.decode(self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], self._bound_to(listing)))
        except (binascii.Error, ValueError, InvalidTag, msgspec.MsgspecError) as error:
            raise CursorIsNotReadable("after") from error

    def _bound_to(self, listing: str) -> bytes:
        return f"{listing}\n{self._subject}".encode()
