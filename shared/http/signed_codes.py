"""Signed codes: a short text under the deployment's Ed25519 key, to be printed on paper and read back from it."""

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

_ALGORITHM = "Ed25519"
_LONGEST = 1_024


class SignedCodes:
    """Signs and reads codes of one `kind`; `key` is a private Ed25519 JWK. A token is never taken for a code."""

    def __init__(self, key: str, kind: str) -> None:
        self._key = OKPKey.import_key(msgspec.json.decode(key, type=dict))
        self._kind = kind

    def sign(self, said: bytes) -> str:
        """The code that says this: a compact JWS."""
        header = {"alg": _ALGORITHM, "typ": self._kind}
        return jws.serialize_compact(header, said, self._key, algorithms=[_ALGORITHM])

    def read(self, code: str) -> bytes | None:
        """What a code says; None unless this key signed exactly this, as a code of this kind."""
        if len(code) > _LONGEST or not code.isascii():
            return None
        try:
            signed = jws.deserialize_compact(code.strip(), self._key, algorithms=[_ALGORITHM])
        except (JoseError, ValueError):
            return None
        return signed.payload if signed.headers().get("typ") == self._kind else None
