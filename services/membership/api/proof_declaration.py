"""Khai báo của lần tải - the headers of tus, read into what an upload declares; nothing of them is trusted."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request

from services.membership.application.proof_uploads import Upload
from services.membership.domain.home_service.proof import Picture
from services.membership.domain.refusals_proof import UploadIsNotReadable

VERSION = "1.0.0"
TUS: Mapping[str, str] = {"Tus-Resumable": VERSION}
_NUMBER = re.compile(r"[0-9]{1,12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST = 4_000
_T = TypeVar("_T")


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a client says of the picture before it sends it."""

    proof: UUID
    home_service: UUID
    visit: int
    kind: Picture
    length: int
    digest: str
    binding: str
    device_time: datetime
    synced_at: datetime
    monotonic_offset_ms: int

    def upload(self, account: str, member: UUID) -> Upload:
        """The upload that it begins."""
        fields = msgspec.structs.asdict(self)
        return Upload(account=account, member=member, **{name: fields[name] for name in fields if name != "binding"})


def declaration(request: Request[Any, Any, Any]) -> Declared:
    """The declaration of POST: Tus-Resumable, Upload-Length, and Upload-Metadata with its nine names."""
    if request.headers.get("tus-resumable") != VERSION:
        raise UploadIsNotReadable("Tus-Resumable", what="Tus-Resumable")
    said = _metadata(request.headers.get("upload-metadata", ""))
    return Declared(
        length=numbered(request, "Upload-Length"),
        proof=_one(said, "proofId", UUID),
        home_service=_one(said, "homeServiceId", UUID),
        visit=_one(said, "visit", int),
        kind=_one(said, "kind", Picture),
        digest=_one(said, "sha256", _digest),
        binding=_one(said, "binding", _digest),
        device_time=_one(said, "deviceTime", _instant),
        synced_at=_one(said, "syncedAt", _instant),
        monotonic_offset_ms=_one(said, "monotonicOffsetMs", int),
    )


def numbered(request: Request[Any, Any, Any], header: str) -> int:
    """A header that is a count of bytes."""
    text = request.headers.get(header.lower(), "")
    if not _NUMBER.fullmatch(text):
        raise UploadIsNotReadable(header, what=header)
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    if len(text) > _LONGEST:
        raise UploadIsNotReadable("Upload-Metadata", what="Upload-Metadata")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise UploadIsNotReadable("Upload-Metadata", what="Upload-Metadata") from error
    return found


def _one(said: Mapping[str, str], name: str, read: Callable[[str], _T]) -> _T:
    try:
        return read(said[name])
    except (KeyError, ValueError) as error:
        raise UploadIsNotReadable("Upload-Metadata", what=name) from error


def _digest(text: str) -> str:
    if not _DIGEST.fullmatch(text):
        raise ValueError(text)
    return text


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
