"""Khóa bao đúng hay không - whether the deployment's key is the one that wraps the persons' keys of this database.

Only the newest key is asked about, for it wraps. One before it (`kek.old`) opens what it has wrapped, or nothing.
"""

from collections.abc import Sequence

import asyncpg

from shared.eventlog import key_checks
from shared.eventlog.key_checks import KEK
from shared.people.kek import name_of
from shared.people.sealer import SealIsBroken, unwrap

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

_LOCK = "select pg_advisory_xact_lock(hashtext('the check of the kek'))"
_SOME = "select person, wrapped from person_keys limit 1000"
_OTHERS = "delete from key_checks where secret = $1 and id <> $2"


async def is_in_use(connection: Connection, keks: Sequence[bytes]) -> bool:
    """Whether the newest of these is known; in a database without a check it is noted if these open what is there."""
    newest = keks[0]
    async with connection.transaction():
        await connection.execute(_LOCK)
        known = await key_checks.known_values(connection, KEK)
        if known:
            return key_checks.fits([known.get(name_of(newest), b"")], KEK, newest)
        if not await _opens_some(connection, keks):
            return False
        await note(connection, newest)
    return True


async def note(connection: Connection, kek: bytes) -> None:
    """This key may wrap from now on; before it stands in its file."""
    await key_checks.note(connection, KEK, kek, name_of(kek))


async def forget_others(connection: Connection, kek: bytes) -> None:
    """Nothing is wrapped by another key any more: an older secrets folder is noticed from now on."""
    await connection.execute(_OTHERS, KEK, name_of(kek))


async def _opens_some(connection: Connection, keks: Sequence[bytes]) -> bool:
    rows = await connection.fetch(_SOME)
    return not rows or any(_opens(kek, row) for row in rows for kek in keks)


def _opens(kek: bytes, row: asyncpg.Record) -> bool:
    try:
        unwrap(kek, row["person"], row["wrapped"])
    except SealIsBroken:
        return False
    return True
