"""Keys of a service's log, derived from the deployment's secret: claims and bodies are never stored in clear."""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.vocabulary.refusals import Refusal


def derive(secret: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose."""
    return HKDF(algorithm=SHA256(), length=32, salt=b"lienthong", info=purpose.encode()).derive(secret)


class LogKeys:
    """The two keys of one service's log. `wrong`: why they may not be used, and nothing be written."""

    def __init__(self, secret: bytes, service: str, wrong: Refusal | None = None) -> None:
        self.wrong = wrong
        self._claims = _Hmac(derive(secret, f"{service}/claims"))
        self._commands = _Hmac(derive(secret, f"{service}/commands"))

    def check(self) -> None:
        """Raise SecretIsWrong where this process has other secrets than those the log was written with."""
        if self.wrong is not None:
            raise type(self.wrong)(**self.wrong.params)

    def claim(self, kind: str, value: str) -> bytes:
        """What is stored of a claimed value."""
        self.check()
        return self._claims.digest(f"{kind}\0{value}".encode())

    def command(self, body: bytes) -> bytes:
        """What is stored of a request's body."""
        return self._commands.digest(body)


class _Hmac:
    """HMAC-SHA256 (RFC 2104) under one key, its two padded keys hashed once: a third of what `hmac.digest` takes."""

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def digest(self, message: bytes) -> bytes:
        """The code of one message."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()
