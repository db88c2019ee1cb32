"""Bundles for a device: bytes that only its own private key opens, with an end that the device keeps (JWE)."""

from datetime import datetime

import msgspec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from shared.vocabulary.refusals import Refusal

_WAYS = ["ECDH-ES", "A256GCM"]
_REGISTRY = jwe.JWERegistry(algorithms=_WAYS, strict_check_header=False)
_PUBLIC = {"kty", "crv", "x", "y", "kid", "use", "alg", "ext", "key_ops"}
_CURVES = {("EC", "P-256"): ECKey, ("OKP", "X25519"): OKPKey}


class DeviceKeyIsNotReadable(Refusal):
    """Khóa của máy không đọc được."""

    vi = "Khóa của máy không dùng được: cần khóa công khai P-256 hoặc X25519 dạng JWK, không kèm khóa riêng."
    en = "The device's key is not usable: a public P-256 or X25519 key as JWK is needed, without its private part."
    next_vi = "Tạo cặp khóa trên máy và gửi khóa công khai."
    next_en = "Make a pair of keys on the device and send the public one."
    status = 400


class BundleHasExpired(Refusal):
    """Gói đã hết hạn."""

    vi = "Gói dữ liệu đã hết hạn lúc {ended_at}."
    en = "The bundle expired at {ended_at}."
    next_vi = "Đồng bộ lại để lấy gói mới."
    next_en = "Sync again for a new one."
    status = 410


def encrypted_to(device_key: str, content: bytes, ends_at: datetime) -> str:
    """The content for one device; its end stands in the protected header, so that it cannot be moved."""
    header = {"alg": _WAYS[0], "enc": _WAYS[1], "typ": "visits", "exp": int(ends_at.timestamp())}
    return jwe.encrypt_compact(header, content, _public(device_key), registry=_REGISTRY)


def opened(bundle: str, private_key: ECKey | OKPKey, now: datetime) -> bytes:
    """What a device does: refuse a bundle whose end has passed, open it otherwise."""
    found = jwe.decrypt_compact(bundle, private_key, registry=_REGISTRY)
    ended_at = datetime.fromtimestamp(int(found.protected["exp"]), now.tzinfo)
    if now >= ended_at:
        raise BundleHasExpired(ended_at=ended_at.isoformat())
    assert found.plaintext is not None
    return found.plaintext


def _public(text: str) -> ECKey | OKPKey:
    try:
        said = msgspec.json.decode(text, type=dict[str, object])
        kind = _CURVES[str(said.get("kty")), str(said.get("crv"))]
        if not set(said) <= _PUBLIC:
            raise DeviceKeyIsNotReadable("deviceKey")
        return kind.import_key({name: str(said[name]) for name in said if name in ("kty", "crv", "x", "y")})
    except (msgspec.MsgspecError, KeyError, ValueError, TypeError, JoseError) as error:
        raise DeviceKeyIsNotReadable("deviceKey") from error
