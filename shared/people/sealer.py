"""One person's key at work: AES-256-GCM, bound to the person and the field, so that no value can be moved elsewhere."""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.vocabulary.facts import Sealed

_NONCE = 12


class SealIsBroken(ValueError):  # noqa: N818 - named as a sentence
    """A sealed value was altered, or belongs to another person or field."""


class Sealer:
    """Seals and opens the personal fields of one person."""

    __slots__ = ("_cipher", "_person")

    def __init__(self, person: UUID, key: bytes) -> None:
        self._person = person.bytes
        self._cipher = AESGCM(key)

    def seal(self, field: str, value: str) -> Sealed:
        """base64(nonce | ciphertext | tag)."""
        nonce = os.urandom(_NONCE)
        return Sealed(
            base64.b64encode(nonce + self._cipher.encrypt(nonce, value.encode(), self._bound(field))).decode()
        )

    def open(self, field: str, sealed: Sealed | None) -> str | None:
        """The clear value; None for none."""
        if sealed is None:
            return None
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], self._bound(field)).decode()
        except (InvalidTag, ValueError) as error:
            raise SealIsBroken(field) from error

    def seal_bytes(self, field: str, value: bytes) -> bytes:
        """nonce | ciphertext | tag, for pictures and the like that stand outside the log."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, value, self._bound(field))

    def open_bytes(self, field: str, sealed: bytes) -> bytes:
        """The clear bytes."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound(field))
        except InvalidTag as error:
            raise SealIsBroken(field) from error

    def _bound(self, field: str) -> bytes:
        return self._person + field.encode()


def wrap(kek: bytes, person: UUID, key: bytes) -> bytes:
    """A person's key under the deployment's key, bound to the person."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(kek).encrypt(nonce, key, person.bytes)


def unwrap(kek: bytes, person: UUID, wrapped: bytes) -> bytes:
    """The person's key; SealIsBroken under another deployment's key."""
    try:
        return AESGCM(kek).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], person.bytes)
    except (InvalidTag, ValueError) as error:
        raise SealIsBroken("key") from error
