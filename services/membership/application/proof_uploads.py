"""Các lần tải minh chứng - pictures on their way in, piece by piece, every piece encrypted under the member's key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from services.membership.domain.home_service.proof import Picture
from services.membership.domain.refusals_proof import TooManyUploads, UploadIsNotReadable, UploadOffsetIsWrong
from shared.objects.store import Objects
from shared.people.keys import PersonKeys

PIECE, KEPT = "home_proof_piece", "home_proof"
MOST_OPEN = 50
"""Unfinished uploads of one account."""
_FIELDS = (
    "proof", "account", "home_service", "member", "visit", "kind", "length", "digest", "device_time", "synced_at",
    "monotonic_offset_ms",
)  # fmt: skip
_BEGIN = """
insert into proof_uploads
    (proof, account, home_service, member, visit, kind, length, digest, device_time, synced_at, monotonic_offset_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (proof) do nothing
"""
_FIND = """
select proof, account, home_service, member, visit, kind, length, digest, device_time, synced_at,
       monotonic_offset_ms, received, kept
from proof_uploads where proof = $1
"""
_GROWN = """
update proof_uploads set received = received + $3 where proof = $1 and received = $2 and received + $3 <= length
"""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """Một lần tải: what was declared when it began, and how far it has come."""

    proof: UUID
    account: str
    home_service: UUID
    member: UUID
    visit: int
    kind: Picture
    length: int
    digest: str
    device_time: datetime
    synced_at: datetime
    monotonic_offset_ms: int
    received: int = 0
    kept: bool = False


class ProofUploads:
    """The uploads of this deployment, and the pictures that have become of them."""

    def __init__(self, pool: asyncpg.Pool, people: PersonKeys, objects: Objects) -> None:
        self._pool = pool
        self._people = people
        self._objects = objects

    async def begin(self, declared: Upload) -> Upload:
        """A new upload; the same declaration again is the same upload, another one under its id is refused."""
        known = await self.find(declared.proof)
        if known is None:
            count = "select count(*) from proof_uploads where account = $1 and not kept"
            if await self._pool.fetchval(count, declared.account) >= MOST_OPEN:
                raise TooManyUploads(most=MOST_OPEN)
            values = [getattr(declared, name) for name in _FIELDS]
            await self._pool.execute(_BEGIN, *values)
            known = await self.find(declared.proof)
        if known is None or any(getattr(known, name) != getattr(declared, name) for name in _FIELDS):
            raise UploadIsNotReadable("proof", what="proofId")
        return known

    async def find(self, proof: UUID) -> Upload | None:
        """An upload by the id of its proof."""
        row = await self._pool.fetchrow(_FIND, proof)
        return None if row is None else msgspec.convert(dict(row), Upload)

    async def grow(self, upload: Upload, offset: int, piece: bytes) -> int:
        """One piece more, kept before it is acknowledged; how many bytes there are now."""
        sealed = (await self._people.sealer(upload.member)).seal_bytes(PIECE, piece)
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.execute(_GROWN, upload.proof, offset, len(piece)) != "UPDATE 1":
                now = await connection.fetchval("select received from proof_uploads where proof = $1", upload.proof)
                raise UploadOffsetIsWrong("Upload-Offset", offset=now or 0)
            add = "insert into proof_pieces (proof, start, sealed) values ($1, $2, $3)"
            await connection.execute(add, upload.proof, offset, sealed)
        return offset + len(piece)

    async def whole(self, upload: Upload) -> bytes:
        """All that was received, in order."""
        read = "select sealed from proof_pieces where proof = $1 order by start"
        pieces: Sequence[Any] = await self._pool.fetch(read, upload.proof)
        seals = await self._people.sealer(upload.member)
        return b"".join(seals.open_bytes(PIECE, row["sealed"]) for row in pieces)

    async def keep(self, upload: Upload, picture: bytes) -> None:
        """The picture goes to the store, encrypted under the member's key."""
        sealed = (await self._people.sealer(upload.member)).seal_bytes(KEPT, picture)
        await self._objects.put(f"{_folder(upload.member)}/{upload.proof}", sealed)

    async def picture(self, member: UUID, proof: UUID) -> bytes | None:
        """A kept picture in the clear; None where there is none."""
        sealed = await self._objects.get(f"{_folder(member)}/{proof}")
        return None if sealed is None else (await self._people.sealer(member)).open_bytes(KEPT, sealed)

    async def finish(self, upload: Upload) -> None:
        """It is on record: the pieces are not needed any more."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("update proof_uploads set kept = true where proof = $1", upload.proof)
            await connection.execute("delete from proof_pieces where proof = $1", upload.proof)

    async def discard(self, upload: Upload) -> None:
        """Nothing of it stays: it was refused, or its owner ended it."""
        await self._pool.execute("delete from proof_uploads where proof = $1 and not kept", upload.proof)

    async def expire(self, before: datetime) -> None:
        """Unfinished uploads that were begun before an instant go."""
        await self._pool.execute("delete from proof_uploads where not kept and begun_at < $1", before)

    async def forget(self, member: UUID) -> None:
        """Xóa: the pictures and pieces of an erased person go, though nobody could read them any more."""
        await self._pool.execute("delete from proof_uploads where member = $1", member)
        await self._objects.forget(_folder(member))


def _folder(member: UUID) -> str:
    return f"proofs/{member}"
