"""Tokens: Ed25519 JWTs that say who and in which role class, no more: scope comes from organization's facts."""

import base64
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.http.refusals import TokenHasExpired, TokenIsInvalid, TokenIsMissing
from shared.vocabulary.actor import Actor

ALGORITHM = "Ed25519"
TYPE = "at+jwt"
SERVICE = "service"
"""The role class of the system's own processes."""

_HEADER = {"alg", "typ", "kid"}
_LEEWAY = 30
_LONGEST_TOKEN = 2_048
_REMEMBERED = 1_024
_RENEW_BEFORE = 60
_NAME = re.compile(r"[A-Za-z0-9._:@+=/-]{1,120}")
_ROLE = re.compile(r"[a-z][a-z_]{0,39}")
_OURS = ("service:", "policy:", "timer:")


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    iss: str
    aud: str
    sub: str
    role: str
    jti: str
    iat: int
    nbf: int
    exp: int


_read_claims = msgspec.json.Decoder(_Claims).decode


def new_key() -> str:
    """A fresh private key as JWK text, for the secrets folder (0600). Its kid is its thumbprint."""
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    return msgspec.json.encode(key.as_dict(private=True)).decode()


class Tokens:
    """Makes and checks tokens. `key`: a JWK, or a JWK Set whose first private key signs; all its keys verify."""

    def __init__(
        self,
        key: str,
        *,
        issuer: str,
        audience: str = "lienthong",
        longest: timedelta = timedelta(days=31),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._issuer, self._audience = issuer, audience
        self._longest = longest.total_seconds()
        self._now = now
        self.renew(key)

    def renew(self, key: str) -> None:
        """Other keys from now on: what they do not verify is refused, also where it had been verified before."""
        given = msgspec.json.decode(key)
        keys = [_imported(one) for one in given.get("keys", [given])]
        self._keys = {one.thumbprint(): one for one in keys}
        self._signer = next((one for one in keys if one.is_private), None)
        self._verified: OrderedDict[str, tuple[Actor, int]] = OrderedDict()
        self._own: dict[str, tuple[str, float]] = {}

    def mint(self, subject: str, role: str, seconds: int = 3600) -> str:
        """A token for this subject and role class; the caller has authenticated the subject."""
        if self._signer is None:
            raise LookupError("this process has only public token keys and cannot sign")
        now = int(self._now())
        claims = _Claims(
            iss=self._issuer,
            aud=self._audience,
            sub=subject,
            role=role,
            jti=secrets.token_urlsafe(12),
            iat=now,
            nbf=now,
            exp=now + seconds,
        )
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": self._signer.thumbprint()}
        return jws.serialize_compact(header, msgspec.json.encode(claims), self._signer, [ALGORITHM])

    def service(self, name: str) -> str:
        """This service's own token, renewed before it ends."""
        token, until = self._own.get(name, ("", 0.0))
        if self._now() > until - _RENEW_BEFORE:
            token, until = self.mint(f"service:{name}", SERVICE, 600), self._now() + 600
            self._own[name] = (token, until)
        return token

    def actor(self, authorization: str | None) -> Actor:
        """Who sends the header `Authorization: Bearer …`."""
        scheme, _, token = (authorization or "").partition(" ")
        if not token.strip() or scheme.lower() != "bearer":
            raise TokenIsMissing
        return self.verify(token.strip())

    def verify(self, token: str) -> Actor:
        """The actor of a good token. A token once verified is remembered until it ends: a signature costs 0.1 ms."""
        known = self._verified.get(token)
        if known is None:
            known = self._verify(token)
            self._remember(token, known)
        self._verified.move_to_end(token)
        actor, expires = known
        if self._now() >= expires + _LEEWAY:
            self._verified.pop(token, None)
            raise TokenHasExpired
        return actor

    def _verify(self, token: str) -> tuple[Actor, int]:
        if len(token) > _LONGEST_TOKEN or not all(map(_is_canonical, token.split("."))):
            raise TokenIsInvalid
        try:
            signed = jws.extract_compact(token.encode("ascii"))
            key = self._key_for(signed.headers())
            if not jws.validate_compact(signed, key, [ALGORITHM]):
                raise TokenIsInvalid
            claims = _read_claims(signed.payload or b"")
        except (JoseError, msgspec.MsgspecError, ValueError) as error:
            raise TokenIsInvalid from error
        self._check(claims)
        return Actor(subject=claims.sub, role=claims.role, token=claims.jti), claims.exp

    def _key_for(self, header: dict[str, Any]) -> OKPKey:
        key = self._keys.get(header["kid"]) if set(header) == _HEADER and isinstance(header["kid"], str) else None
        if key is None or header["alg"] != ALGORITHM or header["typ"] != TYPE:
            raise TokenIsInvalid
        return key

    def _check(self, claims: _Claims) -> None:
        now = self._now()
        good = (
            claims.iss == self._issuer
            and claims.aud == self._audience
            and claims.nbf <= now + _LEEWAY
            and claims.iat <= now + _LEEWAY
            and 0 < claims.exp - claims.iat <= self._longest
            and _NAME.fullmatch(claims.sub)
            and _ROLE.fullmatch(claims.role)
            and _NAME.fullmatch(claims.jti)
            and claims.sub.startswith("service:") == (claims.role == SERVICE)
            and (claims.role == SERVICE or not claims.sub.startswith(_OURS))
        )
        if not good:
            raise TokenIsInvalid

    def _remember(self, token: str, known: tuple[Actor, int]) -> None:
        self._verified[token] = known
        if len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)


def _is_canonical(part: str) -> bool:
    """Base64url in its one spelling, so that a token has no second form."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    return base64.urlsafe_b64encode(raw).decode().rstrip("=") == part


def _imported(key: dict[str, Any]) -> OKPKey:
    imported = OKPKey.import_key(key)
    if imported.curve_name != "Ed25519":
        raise ValueError("token keys are Ed25519")
    return imported
