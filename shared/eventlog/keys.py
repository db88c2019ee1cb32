"""Keys of a service's log, derived from the deployment's secret: claims and bodies are never stored in clear."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose."""
    return HKDF(algorithm=SHA256(), length=32, salt=b"lienthong", info=purpose.encode()).derive(secret)


class LogKeys:
    """The two keys of one service's log."""

    def __init__(self, secret: bytes, service: str) -> None:
        self._claims = derive(secret, f"{service}/claims")
        self._commands = derive(secret, f"{service}/commands")

    def claim(self, kind: str, value: str) -> bytes:
        """What is stored of a claimed value."""
        return hmac.digest(self._claims, f"{kind}\0{value}".encode(), "sha256")

    def command(self, body: bytes) -> bytes:
        """What is stored of a request's body."""
        return hmac.digest(self._commands, body, "sha256")
