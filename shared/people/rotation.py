"""Đổi khóa bao - rotate the deployment's key: every person's key is wrapped anew, in batches, while services run.

No fact is written anew: values stay sealed under the persons' own keys. Both keys open until nothing is left under the
old one; a rotation that was interrupted is taken up where it stood.
"""

from collections.abc import Callable
from typing import Any

import asyncpg

from shared.people.kek import Kek, ReadKeys

BATCH = 1_000
_NEXT = "select person, wrapped from person_keys where kek <> $1 order by kek, person limit $2 for update"
_WRITE = """
    update person_keys k set wrapped = n.wrapped, kek = $3
    from unnest($1::uuid[], $2::bytea[]) as n (person, wrapped) where k.person = n.person
"""
_LEFT = "select count(*) from person_keys where kek <> $1"


async def wrap_anew(connection: asyncpg.Connection, read: ReadKeys, progress: Callable[[int, int], Any]) -> int:
    """Wrap every key that is not under the newest one; answers how many. In membership's role."""
    kek, done = Kek(read), 0
    left = int(await connection.fetchval(_LEFT, kek.id) or 0)
    while batch := await _one_batch(connection, kek):
        done += batch
        progress(done, max(done, left))
    return done


async def _one_batch(connection: asyncpg.Connection, kek: Kek) -> int:
    async with connection.transaction():
        rows = await connection.fetch(_NEXT, kek.id, BATCH)
        wrapped = [kek.wrap(row["person"], kek.unwrap(row["person"], row["wrapped"])) for row in rows]
        await connection.execute(_WRITE, [row["person"] for row in rows], wrapped, kek.id)
    return len(rows)
