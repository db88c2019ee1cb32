"""Giữ minh chứng - from a whole upload to a proof on record: checked, written anew, encrypted, stored, told.

Every step may be repeated: a process that dies in between finds the same upload and does the rest.
"""

import asyncio
import hashlib
from uuid import uuid5

from services.membership.application.picture import written_anew
from services.membership.application.proof import KeepHomeProof
from services.membership.application.proof_uploads import ProofUploads, Upload
from services.membership.domain.refusals_proof import ProofIsDamaged
from shared.eventlog.commands import Commands
from shared.http.trace import traceparent
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal

_UPLOADS = Actor(subject="service:membership", role="service")
_AWAY = 503


class ProofKeeping:
    """One picture at a time is decoded: memory stays bounded however many arrive."""

    def __init__(self, commands: Commands, uploads: ProofUploads) -> None:
        self._commands = commands
        self._uploads = uploads
        self._one = asyncio.Semaphore(1)

    async def keep(self, upload: Upload) -> None:
        """The proof is stored and on record; what is refused leaves nothing behind."""
        try:
            await self._keep(upload)
        except Refusal as refusal:
            if refusal.status < _AWAY:
                await self._uploads.discard(upload)
            raise

    async def _keep(self, upload: Upload) -> None:
        taken = await self._uploads.whole(upload)
        if hashlib.sha256(taken).hexdigest() != upload.digest:
            raise ProofIsDamaged("proof")
        async with self._one:
            picture = await asyncio.to_thread(written_anew, taken)
        await self._uploads.keep(upload, picture)
        request = KeepHomeProof(
            command_id=uuid5(upload.proof, "keep"),
            home_service_id=upload.home_service,
            proof_id=upload.proof,
            visit=upload.visit,
            kind=upload.kind,
            taken_digest=upload.digest,
            kept_digest=hashlib.sha256(picture).hexdigest(),
            size=len(picture),
            device_time=upload.device_time,
            synced_at=upload.synced_at,
            monotonic_offset_ms=upload.monotonic_offset_ms,
        )
        await self._commands.run(request, _UPLOADS, traceparent=traceparent())
        await self._uploads.finish(upload)
