"""Ways in which the database's administrator could tamper with a log. Each says what it did."""

from random import Random
from uuid import uuid4

import asyncpg

from shared.eventlog.besides import Besides
from shared.eventlog.breach import Breaches
from shared.eventlog.chain import GENESIS, accepted, chained, outbox_link, quiet_content, quiet_seal, seal, sealed

ACCEPTED = """
    select command_id, actor, digest, first, last, sequence, receipt from commands
    where last >= first and first between $1 and $2 order by first
"""
_TABLES = {
    "facts": {
        "position": "position + 1000", "stream": "gen_random_uuid()", "version": "version + 7", "topic": "topic || 'X'",
        "state": "state || ' '::bytea", "meta": "meta || ' '::bytea",
        "recorded_at": "recorded_at + interval '1 microsecond'",
    },
    "outbox": {
        "sequence": "sequence + 1000", "position": "position + 1", "id": "gen_random_uuid()",
        "aggregate": "gen_random_uuid()", "version": "version + 7", "province": "'01'", "subject": "subject || 'x'",
        "topic": "topic || 'X'", "body": "body || ' '::bytea", "meta": "meta || ' '::bytea",
        "recorded_at": "recorded_at - interval '1 day'", "digest": "sha256(digest)",
    },
    "seals": {
        "first": "first + 1000", "last": "last + 1", "seal": "sha256(seal)", "sequence": "sequence - 1",
        "digest": "sha256(digest)", "recorded_at": "recorded_at + interval '1 microsecond'",
    },
    "commands": {
        "command_id": "gen_random_uuid()", "actor": "actor || 'x'", "first": "first + 1", "last": "last - 1",
        "digest": "sha256(digest)", "sequence": "sequence + 1", "receipt": "receipt || ' '::bytea",
        "batch": "coalesce(batch, 0) + 1",
    },
    "claims": {
        "kind": "kind || 'x'", "key": "sha256(key)", "stream": "gen_random_uuid()", "batch": "batch + 1",
        "place": "place + 1",
    },
    "claim_moves": {
        "kind": "kind || 'x'", "key": "sha256(key)", "stream": "gen_random_uuid()", "batch": "-batch",
        "place": "place + 1", "released": "not released",
    },
    "quiet_seals": {"number": "number + 1000", "after": "after + 1", "seal": "sha256(seal)"},
}  # fmt: skip


COLUMNS = [(table, column) for table, columns in _TABLES.items() for column in columns]


async def every_row_at(db: asyncpg.Connection, table: str) -> list[str]:
    """Where the rows of a table stand."""
    return [row[0] for row in await db.fetch(f"select ctid::text from {table} order by ctid")]


async def change_at(db: asyncpg.Connection, table: str, column: str, here: str) -> None:
    """One column of one row."""
    value = _TABLES[table][column]
    await db.execute(f"update {table} set {column} = {value} where ctid = $1::text::tid", here)


async def _numbers(db: asyncpg.Connection, table: str, number: str) -> list[int]:
    return [row[0] for row in await db.fetch(f"select {number} from {table} order by 1")]


async def _a_row(db: asyncpg.Connection, chance: Random, *tables: str) -> tuple[str, str, asyncpg.Record]:
    """Of these tables, or of any: its name, where the row stands and the row."""
    table = chance.choice(tables or list(_TABLES))
    row = chance.choice(await db.fetch(f"select ctid::text as here, * from {table} order by ctid"))
    return table, row["here"], row


async def change(db: asyncpg.Connection, chance: Random) -> str:
    table, here, _ = await _a_row(db, chance)
    return await _changed(db, chance, table, here)


async def _changed(db: asyncpg.Connection, chance: Random, table: str, here: str) -> str:
    column = chance.choice(list(_TABLES[table]))
    await change_at(db, table, column, here)
    return f"{table}.{column} at {here}"


async def delete(db: asyncpg.Connection, chance: Random) -> str:
    table, here, _ = await _a_row(db, chance)
    await db.execute(f"delete from {table} where ctid = $1::text::tid", here)
    return f"{table} at {here}"


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
    table, key = chance.choice([("facts", "position"), ("outbox", "sequence")])
    one, other = chance.sample(await _numbers(db, table, key), 2)
    for place, to in ((one, -1), (other, one), (-1, other)):
        await db.execute(f"update {table} set {key} = $2 where {key} = $1", place, to)
    return f"{table} {one} and {other}"


async def cut_the_tail(db: asyncpg.Connection, chance: Random) -> str:
    """Whole batches, with everything that hangs on them, and the checkpoints in the database as well."""
    first = chance.choice([number for number in await _numbers(db, "seals", "first") if number > 1])
    await db.execute("delete from facts where position >= $1", first)
    await db.execute("delete from outbox where position >= $1", first)
    await db.execute("delete from commands where last >= $1", first)
    await db.execute("delete from seals where first >= $1", first)
    await db.execute("delete from claims where batch >= $1", first)
    await db.execute("delete from claim_moves where batch >= $1", first)
    await _unsigned(db, chance, 0.7)
    return f"from position {first}"


async def cut_the_quiet_tail(db: asyncpg.Connection, chance: Random) -> str:
    """Quiet batches only, with all that they did, and the checkpoints in the database as well."""
    first = chance.choice(await _numbers(db, "quiet_seals", "number"))
    for table in ("commands", "claims", "claim_moves"):
        await db.execute(f"delete from {table} where batch <= $1", -first)
    await db.execute("delete from quiet_seals where number >= $1", first)
    await _unsigned(db, chance, 0.7)
    return f"from quiet batch {first}"


async def write_anew(db: asyncpg.Connection, chance: Random) -> str:
    """A fact and its publication are changed, then every seal and digest is computed again: a chain that fits."""
    at = chance.choice(await _numbers(db, "facts", "position"))
    await db.execute("update facts set state = $2 where position = $1", at, f'{{"name":"{uuid4()}"}}'.encode())
    await db.execute("update outbox set body = $2 where position = $1", at, b'{"name":"x","paintings":9}')
    await seal_anew(db, with_commands=chance.random() < 0.8)
    await _unsigned(db, chance, 0.5)
    return f"position {at}"


async def seal_anew(db: asyncpg.Connection, *, with_commands: bool = True) -> None:
    """Every seal and digest of what now stands there."""
    digest, digests = GENESIS, {0: GENESIS}
    for row in await db.fetch("select * from outbox order by sequence"):
        digest = chained(digest, outbox_link(row["id"], row["topic"], row["subject"], row["body"], row["meta"]))
        digests[row["sequence"]] = digest
        await db.execute("update outbox set digest = $2 where sequence = $1", row["sequence"], digest)
    previous, besides = GENESIS, Besides(db, quiet=False)
    for row in await db.fetch("select first, last, sequence, recorded_at from seals order by first"):
        first, last = row["first"], row["last"]
        facts = await db.fetch("select * from facts where position between $1 and $2 order by 1", first, last)
        parts = [sealed(one["stream"], one["version"], one["topic"], one["state"], one["meta"]) for one in facts]
        factless, asks = await besides.of(first, Breaches())
        commands = await db.fetch(ACCEPTED, first, last)
        done = [*(accepted(**command) for command in commands), *factless] if with_commands else []
        previous = seal(previous, first, row["recorded_at"], parts, done, asks=asks)
        await db.execute(
            "update seals set seal = $2, digest = $3 where first = $1", first, previous, digests[row["sequence"]]
        )
    previous, besides = GENESIS, Besides(db, quiet=True)
    for number, after in await db.fetch("select number, after from quiet_seals where number > 0 order by number"):
        previous = quiet_seal(previous, after, quiet_content(*await besides.of(number, Breaches())))
        await db.execute("update quiet_seals set seal = $2 where number = $1", number, previous)


async def unsign(db: asyncpg.Connection, chance: Random) -> str:
    await db.execute("delete from signed_checkpoints where number = $1", chance.choice([1, 2]))
    return "a signed checkpoint"


async def _unsigned(db: asyncpg.Connection, chance: Random, often: float) -> None:
    if chance.random() < often:
        await db.execute("delete from signed_checkpoints")


async def _perhaps_sealed_anew(db: asyncpg.Connection, chance: Random) -> str:
    if chance.random() < 0.5:
        return ""
    await seal_anew(db)
    await _unsigned(db, chance, 0.5)
    return ", all seals anew"


async def forge_a_claim(db: asyncpg.Connection, chance: Random) -> str:
    """One is changed, deleted, made up, given back or never given back."""
    kind = chance.choice(["change", "delete", "insert", "release", "keep"])
    table, here, row = await _a_row(db, chance, *(("claim_moves",) if kind == "keep" else ("claims",)))
    if kind == "change":
        kind = await _changed(db, chance, table, here)
    elif kind == "insert":
        of = chance.choice([None, 0, row["batch"]])
        await db.execute("insert into claims values ('name', $1, gen_random_uuid(), $2, $3)", uuid4().bytes * 2, of, 9)
    else:
        await db.execute(f"delete from {table} where ctid = $1::text::tid", here)
        past = row["batch"], row["place"], row["kind"], row["key"], row["stream"]
        if kind == "release":
            await db.execute("insert into claim_moves values ($1, $2, false, $3, $4, $5)", *past)
        if kind == "keep" and not row["released"]:
            await db.execute("insert into claims values ($3, $4, $5, $1, $2) on conflict do nothing", *past)
    return f"a claim: {kind}{await _perhaps_sealed_anew(db, chance)}"


async def forge_a_quiet_command(db: asyncpg.Connection, chance: Random) -> str:
    """One that recorded no fact is changed, deleted or made up."""
    kind = chance.choice(["change", "delete", "insert"])
    row = chance.choice(await db.fetch("select * from commands where last < first order by command_id"))
    if kind == "change":
        column, value = chance.choice(list(_TABLES["commands"].items()))
        await db.execute(f"update commands set {column} = {value} where command_id = $1", row["command_id"])
        kind = f"change of {column}"
    elif kind == "delete":
        await db.execute("delete from commands where command_id = $1", row["command_id"])
    else:
        values = [*row.values()][1:]
        values[-1] = chance.choice([None, 0, row["batch"]])
        await db.execute("insert into commands values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)", *values)
    return f"a command without facts: {kind}{await _perhaps_sealed_anew(db, chance)}"


WAYS = (
    change, delete, insert, reorder, cut_the_tail, write_anew, change, unsign,
    forge_a_claim, forge_a_quiet_command, forge_a_claim, delete, cut_the_quiet_tail,
)  # fmt: skip
