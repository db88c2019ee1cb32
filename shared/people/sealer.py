"""One person's key at work: AES-256-GCM, bound to the person and the field, so that no value can be moved elsewhere."""

import base64
import os
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.vocabulary.facts import Sealed
from shared.vocabulary.refusals import Refusal

_NONCE = 12
_MOST = 1_000
_told: set[tuple[bytes, str]] = set()
_log = structlog.get_logger()


class SealIsBroken(Refusal, ValueError):  # noqa: N818 - named as a sentence
    """Dữ liệu niêm không mở được: a sealed value was altered, or belongs to another person or field."""

    vi = "Dữ liệu niêm ({field}) của người có mã {person} không mở được: đã bị thay đổi hoặc là của người khác."
    en = "A sealed value ({field}) of the person {person} does not open: it was altered, or is somebody else's."
    next_vi = "Báo người vận hành: chạy lienthong log verify, rồi khôi phục từ bản sao lưu."
    next_en = "Tell the operator: run lienthong log verify, then restore from a backup."
    status = 500  # no time mends it: a fact that meets it is set aside with its key; it is no answer to a policy

    def __init__(self, field: str, person: UUID) -> None:
        super().__init__(field=field, person=person)

    def __str__(self) -> str:
        return f"{self.code}: {self.params['field']}"


class Sealer:
    """Seals and opens the personal fields of one person."""

    __slots__ = ("_cipher", "_id", "_person")

    def __init__(self, person: UUID, key: bytes) -> None:
        self._id, self._person = person, person.bytes
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
            raise self._broken(field) from error

    def seal_bytes(self, field: str, value: bytes) -> bytes:
        """nonce | ciphertext | tag, for pictures and the like that stand outside the log."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, value, self._bound(field))

    def open_bytes(self, field: str, sealed: bytes) -> bytes:
        """The clear bytes."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound(field))
        except (InvalidTag, ValueError) as error:
            raise self._broken(field) from error

    def _broken(self, field: str) -> SealIsBroken:
        """For the operator too, once: whose, and which field; whoever asks again and again adds no line."""
        if (self._person, field) not in _told and len(_told) < _MOST:
            _told.add((self._person, field))
            _log.error("a sealed value does not open", kind=field, name=str(self._id))
        return SealIsBroken(field, self._id)

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
        raise SealIsBroken("key", person) from error
