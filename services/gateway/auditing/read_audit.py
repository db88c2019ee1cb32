"""The read audit: rows of all waiting answers in one statement; an answer leaves only once its rows are committed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import structlog

from services.gateway.auditing.looks import Look
from services.gateway.auditing.refusals import ReadIsNotOnRecord
from shared.runtime.failpoints import failpoint
from shared.vocabulary.actor import Actor

_MOST = 256
_SECONDS = 3.0
_INSERT = """
insert into read_audit (reader, role, member, fields, purpose, trace, read_at)
select reader, role, member, string_to_array(fields, ','), purpose, trace, read_at
from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
    as looked(reader, role, member, fields, purpose, trace, read_at)
"""
_log = structlog.get_logger()
_Row = tuple[Any, ...]


@dataclass
class _Waiting:
    """The rows of one answer, and the answer that waits for them."""

    rows: list[_Row]
    written: "asyncio.Future[None]"


class ReadAudit:
    """Sổ đọc hồ sơ - one writer for the process; while it commits, the next batch gathers."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def record(self, actor: Actor, looks: Sequence[Look], *, trace: str, at: datetime) -> None:
        """Returns once the rows are durable; raises ReadIsNotOnRecord when they could not be written."""
        if not looks:
            return
        rows = [
            (actor.subject, actor.role, look.member, ",".join(look.fields), look.purpose, trace, at) for look in looks
        ]
        written = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(rows, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain(), name="read audit")
        await written

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            failed = await self._failure_of([row for waiting in batch for row in waiting.rows])
            for waiting in batch:
                if not waiting.written.done():
                    waiting.written.set_exception(failed) if failed else waiting.written.set_result(None)

    async def _failure_of(self, rows: list[_Row]) -> ReadIsNotOnRecord | None:
        """Write the rows; whatever goes wrong is told to every answer that waits, and to none of their readers."""
        try:
            failpoint("gateway.before_audit")
            async with asyncio.timeout(_SECONDS):
                await self._pool.execute(_INSERT, *(list(column) for column in zip(*rows, strict=True)))
        except Exception as error:  # noqa: BLE001 - no kind of failure may let an answer leave
            _log.error("read audit failed", error=error, count=len(rows))
            return ReadIsNotOnRecord()
        return None
