"""Forged, stale and foreign tokens: each is refused, and a good one is not."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from shared.http.refusals import TokenHasExpired, TokenIsInvalid, TokenIsMissing
from shared.http.tokens import ALGORITHM, Tokens, new_key

NOW = 1_760_000_000
KEY = json.loads(new_key())
SIGNER = OKPKey.import_key(KEY)
OTHER = OKPKey.generate_key("Ed25519", auto_kid=True)
CLAIMS: dict[str, Any] = {
    "iss": "lienthong",
    "aud": "lienthong",
    "sub": "user:an",
    "role": "cell_secretary",
    "jti": "t1",
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 600,
}
HEADER: dict[str, Any] = {"alg": "Ed25519", "typ": "at+jwt", "kid": KEY["kid"]}
ABSENT = object()


def checker() -> Tokens:
    return Tokens(json.dumps(KEY), issuer="lienthong", longest=timedelta(hours=24), now=lambda: NOW + 10)


def changed(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not ABSENT}


def signed(claims: Any = None, header: dict[str, Any] | None = None, key: OKPKey = SIGNER) -> str:
    """Signed with the true key, or another: only what the case changes is wrong."""
    head, body = header or HEADER, json.dumps(claims or CLAIMS).encode()
    message = f"{b64(json.dumps(head).encode())}.{b64(body)}"
    return f"{message}.{b64(key.get_op_key('sign').sign(message.encode()))}"  # type: ignore[union-attr]


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def with_claims(**changes: Any) -> Callable[[], str]:
    return lambda: signed(changed(CLAIMS, **changes))


def with_header(**changes: Any) -> Callable[[], str]:
    return lambda: signed(header=changed(HEADER, **changes))


def unsigned(alg: str) -> Callable[[], str]:
    return lambda: f"{b64(json.dumps({**HEADER, 'alg': alg}).encode())}.{b64(json.dumps(CLAIMS).encode())}."


def hs256_with_public_key() -> str:
    message = f"{b64(json.dumps({**HEADER, 'alg': 'HS256'}).encode())}.{b64(json.dumps(CLAIMS).encode())}"
    return f"{message}.{b64(hmac.new(SIGNER.as_pem(private=False), message.encode(), hashlib.sha256).digest())}"


def hs256_by_library() -> str:
    public = OctKey.import_key(base64.urlsafe_b64decode(KEY["x"] + "="))
    return jws.serialize_compact({**HEADER, "alg": "HS256"}, json.dumps(CLAIMS), public, ["HS256"])


def swapped_payload() -> str:
    head, _, signature = signed().split(".")
    return f"{head}.{b64(json.dumps({**CLAIMS, 'role': 'approver'}).encode())}.{signature}"


def flipped_signature() -> str:
    head, body, signature = signed().split(".")
    return f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def second_spelling() -> str:
    """The same signature bytes with its unused last bits set."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = signed()
    return token[:-1] + alphabet[alphabet.index(token[-1]) + 1]


FORGED: dict[str, Callable[[], str]] = {
    "no signature at all": lambda: ".".join(signed().split(".")[:2]),
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "alg nOnE": unsigned("nOnE"),
    "empty signature with the right alg": unsigned(ALGORITHM),
    "HS256 keyed with the public key": hs256_with_public_key,
    "HS256 keyed with the raw public bytes": hs256_by_library,
    "alg EdDSA, deprecated": with_header(alg="EdDSA"),
    "alg a list": with_header(alg=["Ed25519"]),
    "signed by a stranger": lambda: signed(key=OTHER),
    "signed by a stranger who names himself": lambda: signed(header={**HEADER, "kid": OTHER.thumbprint()}, key=OTHER),
    "jwk in the header": lambda: signed(header={**HEADER, "jwk": OTHER.as_dict(private=False)}, key=OTHER),
    "jku in the header": with_header(jku="https://evil.example/keys.json"),
    "x5u in the header": with_header(x5u="https://evil.example/cert.pem"),
    "crit in the header": with_header(crit=["b64"], b64=False),
    "kid unknown": with_header(kid="unknown"),
    "kid a path": with_header(kid="../../../../dev/null"),
    "kid SQL": with_header(kid="' OR 1=1 --"),
    "kid a number": with_header(kid=7),
    "kid absent": with_header(kid=ABSENT),
    "typ of an id token": with_header(typ="JWT"),
    "typ absent": with_header(typ=ABSENT),
    "another issuer": with_claims(iss="elsewhere"),
    "issuer absent": with_claims(iss=ABSENT),
    "another audience": with_claims(aud="gateway"),
    "audience a list": with_claims(aud=["lienthong", "other"]),
    "not valid yet": with_claims(nbf=NOW + 600, exp=NOW + 1200),
    "issued in the future": with_claims(iat=NOW + 600, exp=NOW + 1200),
    "no end": with_claims(exp=ABSENT),
    "end is text": with_claims(exp="4102444800"),
    "ends in a hundred years": with_claims(exp=NOW + 3_155_760_000),
    "ends before it begins": with_claims(exp=NOW - 1),
    "subject absent": with_claims(sub=ABSENT),
    "subject with a line end": with_claims(sub="user:an\nrole=service"),
    "subject empty": with_claims(sub=""),
    "role absent": with_claims(role=ABSENT),
    "role with a quote": with_claims(role="x' or '1"),
    "a person in the role of a service": with_claims(role="service"),
    "a service's name without its role": with_claims(sub="service:gateway"),
    "a policy's name": with_claims(sub="policy:request_transfers_on_cell_dissolved"),
    "claims are a list": lambda: signed([1, 2]),
    "payload swapped": swapped_payload,
    "signature flipped": flipped_signature,
    "a second spelling of the signature": second_spelling,
    "four parts": lambda: signed() + ".AAAA",
    "five parts, as of a JWE": lambda: "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA",
    "oversize": with_claims(pad="x" * 4_000),
    "not ASCII": lambda: "ế.ế.ế",
    "rubbish": lambda: "rubbish",
    "header not JSON": lambda: f"{b64(b'{')}.{b64(json.dumps(CLAIMS).encode())}.AAAA",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(forge: Callable[[], str]):
    with pytest.raises(TokenIsInvalid):
        checker().verify(forge())


def test_at_least_forty_forgeries_are_tried():
    assert len(FORGED) >= 40


def test_a_good_token_is_its_actor():
    actor = checker().verify(signed())
    assert (actor.subject, actor.role, actor.token) == ("user:an", "cell_secretary", "t1")


def test_an_expired_token_says_so():
    with pytest.raises(TokenHasExpired):
        checker().verify(signed({**CLAIMS, "iat": NOW - 700, "nbf": NOW - 700, "exp": NOW - 60}))


def test_a_remembered_token_still_expires():
    time = [float(NOW)]
    tokens = Tokens(json.dumps(KEY), issuer="lienthong", now=lambda: time[0])
    token = tokens.mint("user:an", "approver", seconds=60)
    assert tokens.verify(token) is tokens.verify(token)
    time[0] += 60 + 31
    with pytest.raises(TokenHasExpired):
        tokens.verify(token)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", signed()])
def test_without_a_bearer_token_nobody_is_known(header: str | None):
    with pytest.raises(TokenIsMissing):
        checker().actor(header)


def test_keys_rotate_without_a_failed_request():
    old, new = new_key(), new_key()
    before = Tokens(old, issuer="lienthong").mint("user:an", "approver")
    both = Tokens(json.dumps({"keys": [json.loads(new), json.loads(old)]}), issuer="lienthong")
    after = both.mint("user:an", "approver")
    assert both.verify(before).subject == both.verify(after).subject == "user:an"
    alone = Tokens(new, issuer="lienthong")
    assert alone.verify(after).subject == "user:an"
    with pytest.raises(TokenIsInvalid):
        alone.verify(before)


def test_a_process_with_public_keys_only_verifies_and_cannot_sign():
    public = OKPKey.import_key(KEY).as_dict(private=False)
    tokens = Tokens(json.dumps(public), issuer="lienthong", now=lambda: NOW + 10)
    assert tokens.verify(signed()).subject == "user:an"
    with pytest.raises(LookupError):
        tokens.mint("user:an", "approver")


def test_a_service_renews_its_own_token_before_it_ends():
    time = [float(NOW)]
    tokens = Tokens(json.dumps(KEY), issuer="lienthong", now=lambda: time[0])
    first = tokens.service("gateway")
    assert tokens.service("gateway") == first
    time[0] += 590
    assert tokens.service("gateway") != first
    assert tokens.verify(tokens.service("gateway")).role == "service"


def test_only_ed25519_keys_are_taken():
    x25519 = OKPKey.generate_key("X25519").as_dict(private=True)
    with pytest.raises(ValueError, match="Ed25519"):
        Tokens(json.dumps(x25519), issuer="lienthong")


def test_the_memory_of_verified_tokens_is_bounded():
    tokens = checker()
    for number in range(1_100):
        tokens.verify(signed({**CLAIMS, "jti": str(number)}))
    assert len(tokens._verified) == 1_024
