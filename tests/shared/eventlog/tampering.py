"""Ways in which the database's administrator could tamper with a log. Each says what it did."""

from random import Random
from uuid import uuid4

import asyncpg

from shared.eventlog.chain import GENESIS, accepted, chained, outbox_link, seal, sealed

ACCEPTED = """
    select command_id, actor, digest, first, last, sequence, receipt from commands
    where last >= first and first between $1 and $2 order by first
"""
_TABLES = {
    "facts": ("position", {
        "position": "position + 1000", "stream": "gen_random_uuid()", "version": "version + 7", "topic": "topic || 'X'",
        "state": "state || ' '::bytea", "meta": "meta || ' '::bytea",
        "recorded_at": "recorded_at + interval '1 microsecond'",
    }),
    "outbox": ("sequence", {
        "sequence": "sequence + 1000", "position": "position + 1", "id": "gen_random_uuid()",
        "aggregate": "gen_random_uuid()", "version": "version + 7", "province": "'01'", "subject": "subject || 'x'",
        "topic": "topic || 'X'", "body": "body || ' '::bytea", "meta": "meta || ' '::bytea",
        "recorded_at": "recorded_at - interval '1 day'", "digest": "sha256(digest)",
    }),
    "seals": ("first", {
        "first": "first + 1000", "last": "last + 1", "seal": "sha256(seal)", "sequence": "sequence - 1",
        "digest": "sha256(digest)", "recorded_at": "recorded_at + interval '1 microsecond'",
    }),
    "commands": ("first", {
        "command_id": "gen_random_uuid()", "actor": "actor || 'x'", "first": "first + 1", "last": "last - 1",
        "digest": "sha256(digest)", "sequence": "sequence + 1", "receipt": "receipt || ' '::bytea",
    }),
}  # fmt: skip


async def _numbers(db: asyncpg.Connection, table: str) -> list[int]:
    key = _TABLES[table][0]
    return [row[0] for row in await db.fetch(f"select {key} from {table} order by 1")]


async def change(db: asyncpg.Connection, chance: Random) -> str:
    table = chance.choice(list(_TABLES))
    key, columns = _TABLES[table]
    column, value = chance.choice(list(columns.items()))
    at = chance.choice(await _numbers(db, table))
    await db.execute(f"update {table} set {column} = {value} where {key} = $1", at)
    return f"{table}.{column} at {at}"


async def delete(db: asyncpg.Connection, chance: Random) -> str:
    table = chance.choice(list(_TABLES))
    at = chance.choice(await _numbers(db, table))
    await db.execute(f"delete from {table} where {_TABLES[table][0]} = $1", at)
    return f"{table} at {at}"


async def insert(db: asyncpg.Connection, chance: Random) -> str:
    if chance.random() < 0.5:
        await db.execute("""
            insert into facts
            select max(position) + 1, gen_random_uuid(), 1, 'village.HouseBuilt', '{"name":"x"}', '{}', now()
            from facts""")
        return "a fact behind the last seal"
    await db.execute("""
        insert into outbox select max(sequence) + 1, max(position), gen_random_uuid(), gen_random_uuid(), 1, '79',
            'evt.79.village.house.house-told-of.v1.0', 'x', '{}', '{}', now(), sha256('x') from outbox""")
    return "a published fact that never was"


async def reorder(db: asyncpg.Connection, chance: Random) -> str:
    table = chance.choice(["facts", "outbox"])
    key = _TABLES[table][0]
    one, other = chance.sample(await _numbers(db, table), 2)
    for place, to in ((one, -1), (other, one), (-1, other)):
        await db.execute(f"update {table} set {key} = $2 where {key} = $1", place, to)
    return f"{table} {one} and {other}"


async def cut_the_tail(db: asyncpg.Connection, chance: Random) -> str:
    """Whole batches, with everything that hangs on them, and the checkpoints in the database as well."""
    first = chance.choice([number for number in await _numbers(db, "seals") if number > 1])
    await db.execute("delete from facts where position >= $1", first)
    await db.execute("delete from outbox where position >= $1", first)
    await db.execute("delete from commands where last >= $1", first)
    await db.execute("delete from seals where first >= $1", first)
    if chance.random() < 0.7:
        await db.execute("delete from signed_checkpoints")
    return f"from position {first}"


async def write_anew(db: asyncpg.Connection, chance: Random) -> str:
    """A fact and its publication are changed, then every seal and digest is computed again: a chain that fits."""
    at = chance.choice(await _numbers(db, "facts"))
    await db.execute("update facts set state = $2 where position = $1", at, f'{{"name":"{uuid4()}"}}'.encode())
    await db.execute("update outbox set body = $2 where position = $1", at, b'{"name":"x","paintings":9}')
    digest, digests = GENESIS, {0: GENESIS}
    for row in await db.fetch("select * from outbox order by sequence"):
        digest = chained(digest, outbox_link(row["id"], row["topic"], row["subject"], row["body"], row["meta"]))
        digests[row["sequence"]] = digest
        await db.execute("update outbox set digest = $2 where sequence = $1", row["sequence"], digest)
    previous = GENESIS
    for row in await db.fetch("select first, last, sequence, recorded_at from seals order by first"):
        facts = await db.fetch(
            "select * from facts where position between $1 and $2 order by 1", row["first"], row["last"]
        )
        parts = [sealed(one["stream"], one["version"], one["topic"], one["state"], one["meta"]) for one in facts]
        commands = await db.fetch(ACCEPTED, row["first"], row["last"])
        done = [accepted(**command) for command in commands] if chance.random() < 0.8 else []
        previous = seal(previous, row["first"], row["recorded_at"], parts, done)
        await db.execute(
            "update seals set seal = $2, digest = $3 where first = $1", row["first"], previous, digests[row["sequence"]]
        )
    if chance.random() < 0.5:
        await db.execute("delete from signed_checkpoints")
    return f"position {at}"


async def unsign(db: asyncpg.Connection, chance: Random) -> str:
    await db.execute("delete from signed_checkpoints where number = $1", chance.choice([1, 2]))
    return "a signed checkpoint"


WAYS = (change, delete, insert, reorder, cut_the_tail, write_anew, change, unsign)
