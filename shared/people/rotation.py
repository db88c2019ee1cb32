"""Đổi khóa bao - rotate the deployment's key: every person's key is wrapped anew, in batches, while services run.

No fact is written anew: values stay sealed under the persons' own keys. Both keys open until nothing is left under the
old one; a rotation that was interrupted is taken up where it stood.
"""

import secrets as random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from shared.eventlog.key_checks import KEK
from shared.eventlog.refusals import SecretIsWrong
from shared.people.kek import Kek, ReadKeys
from shared.people.kek_check import Connection, forget_others, is_in_use, note
from shared.people.refusals import PersonKeyIsBroken
from shared.runtime.secret_files import Secrets

BATCH = 1_000
_LOCK = "select pg_try_advisory_lock(hashtextextended('keys rotate', 0))"
_UNLOCK = "select pg_advisory_unlock(hashtextextended('keys rotate', 0))"
_NEXT = """
    select person, wrapped from person_keys
    where kek <> $1 and not person = any ($3::uuid[]) order by kek, person limit $2 for update
"""
_WRITE = """
    update person_keys k set wrapped = n.wrapped, kek = $3
    from unnest($1::uuid[], $2::bytea[]) as n (person, wrapped) where k.person = n.person
"""
_LEFT = "select count(*) from person_keys where kek <> $1"


class KeyIsBeingRotated(RuntimeError):  # noqa: N818 - named as a sentence
    """Another rotation of this deployment's key is at work: of two, one could write over the key that wraps all."""


@asynccontextmanager
async def alone(connection: Any) -> AsyncIterator[None]:
    """The only rotation on this database, as long as its session lasts; KeyIsBeingRotated if there is another."""
    if not await connection.fetchval(_LOCK):
        raise KeyIsBeingRotated
    try:
        yield
    finally:
        await connection.execute(_UNLOCK)


async def begin(connection: Connection, secrets: Secrets) -> None:
    """A new key wraps from now on; SecretIsWrong, and nothing changed, if the one that is there is not this database's.

    The database knows the new key before its file does, so that no moment makes it a wrong one.
    """
    keks = secrets.keks()
    if not await is_in_use(connection, keks):
        raise SecretIsWrong(secret=KEK)
    if len(set(keks)) == 1:
        fresh = random.token_bytes(32)
        await note(connection, fresh)
        secrets.begin_rotation(fresh)


async def end(connection: Connection, secrets: Secrets) -> None:
    """The old key is forgotten, and from now on a wrong one."""
    await forget_others(connection, secrets.keks()[0])
    secrets.end_rotation()


async def wrap_anew(
    connection: Connection, read: ReadKeys, progress: Callable[[int, int], Any]
) -> tuple[int, list[UUID]]:
    """Wrap every key that is not under the newest one; how many, and whose do not open. In membership's role."""
    kek, done, broken = Kek(read), 0, list[UUID]()
    left = int(await connection.fetchval(_LEFT, kek.id) or 0)
    while (batch := await _one_batch(connection, kek, broken)) is not None:
        done += batch
        progress(done, max(done, left))
    return done, broken


async def _one_batch(connection: Connection, kek: Kek, broken: list[UUID]) -> int | None:
    """How many were wrapped anew; None when none is left but those that do not open, which stay as they are."""
    async with connection.transaction():
        rows = await connection.fetch(_NEXT, kek.id, BATCH, broken)
        wrapped: dict[UUID, bytes] = {}
        for row in rows:
            try:
                wrapped[row["person"]] = kek.wrap(row["person"], kek.unwrap(row["person"], row["wrapped"]))
            except PersonKeyIsBroken:
                broken.append(row["person"])
        await connection.execute(_WRITE, list(wrapped), list(wrapped.values()), kek.id)
    return len(wrapped) if rows else None
