"""Điểm chốt có chữ ký - signed checkpoints: where a log stood at an instant, under the deployment's Ed25519 key.

A chain alone proves nothing to whoever may write it anew from the first row; a signature kept elsewhere does.
"""

import base64
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.eventlog.rows import Head, QuietEnd

_encode = msgspec.json.Encoder(order="deterministic").encode


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed: this log, in this epoch, ended here at this time, and its quiet batches there.

    Of those nothing was said while they had no seals.
    """

    service: str
    epoch: str
    position: int
    seal: str
    sequence: int
    digest: str
    at: datetime
    quiet: int | None = None
    quiet_seal: str = ""

    @classmethod
    def of(cls, service: str, epoch: str, head: Head, at: datetime, quiet: QuietEnd | None = None) -> "Statement":
        """The statement about a head."""
        return cls(
            service=service,
            epoch=epoch,
            position=head.position,
            seal=head.seal.hex(),
            sequence=head.sequence,
            digest=head.digest.hex(),
            at=at,
            quiet=None if quiet is None else quiet.number,
            quiet_seal="" if quiet is None else quiet.seal.hex(),
        )


class Signed(msgspec.Struct, frozen=True):
    """A statement's bytes with their signature; one line of the file that is kept outside the database."""

    statement: bytes
    signature: bytes

    def line(self) -> bytes:
        """The form in the file: JSON, base64, one line."""
        return msgspec.json.encode(self) + b"\n"

    def said(self) -> Statement:
        """The statement itself; only to be believed if the signature holds."""
        return msgspec.json.decode(self.statement, type=Statement)

    @staticmethod
    def read(line: bytes) -> "Signed":
        """A line of the file; `msgspec.DecodeError` if it is none."""
        return msgspec.json.decode(line, type=Signed)


class Signer:
    """Signs and checks statements under one private key, 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(key)
        self._public = self._private.public_key()

    @property
    def public_key(self) -> str:
        """What others need to check a signature, in base64."""
        return base64.b64encode(self._public.public_bytes_raw()).decode()

    def sign(self, statement: Statement) -> Signed:
        """A statement with its signature."""
        said = _encode(statement)
        return Signed(said, self._private.sign(said))

    def holds(self, signed: Signed) -> bool:
        """Whether the signature is this key's."""
        try:
            self._public.verify(signed.signature, signed.statement)
        except InvalidSignature:
            return False
        return True
