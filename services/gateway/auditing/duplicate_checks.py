"""Sổ dò trùng - who learned of how many persons that they are registered already; on record before the answer leaves.

The answer itself says neither which number nor where (MemberAlreadyRegistered); after so many an hour none is given.
"""

from datetime import datetime, timedelta

import asyncpg
import structlog

from services.gateway.auditing.refusals import ReadIsNotOnRecord
from services.gateway.refusing.refusals import TooManyKnownPersons
from shared.vocabulary.actor import Actor

MOST_KNOWN = 100
"""Within an hour for an account, over all its commands and rows of sheets."""
_HOUR = timedelta(hours=1)
_COUNT = "select coalesce(sum(known), 0) from duplicate_checks where account = $1 and checked_at > $2"
_INSERT = """
insert into duplicate_checks (account, role, command, persons, known, trace, checked_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""
_log = structlog.get_logger()


class DuplicateChecks:
    """The gateway's own table: rows are added and never changed."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def refuse_probing(self, actor: Actor, now: datetime) -> None:
        """Before a person is asked about: refused once the account has met too many."""
        if await self._pool.fetchval(_COUNT, actor.subject, now - _HOUR) >= MOST_KNOWN:
            raise TooManyKnownPersons(most=MOST_KNOWN)

    async def record(self, actor: Actor, command: str, persons: int, known: int, *, trace: str, at: datetime) -> None:
        """After it: what the account has learned. What cannot be recorded is not told."""
        try:
            await self._pool.execute(_INSERT, actor.subject, actor.role, command, persons, known, trace, at)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            _log.error("duplicate check not on record", error=error)
            raise ReadIsNotOnRecord from error
