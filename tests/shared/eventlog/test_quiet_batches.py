"""Claims, and commands that recorded no fact, are sealed: what forges one is found, what has a reason is not."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from shared.eventlog import migrate
from shared.eventlog.log import EventLog
from shared.eventlog.notary import Notary
from shared.eventlog.signing import Signed, Signer, Statement
from shared.eventlog.verifying import verify
from shared.runtime.clock import SystemClock
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.putting_back import copied, put_back
from tests.shared.eventlog.village import NAME, a_claim, a_write, an_append

SIGNER = Signer(bytes(range(32)))
OLDER = (Path(migrate.__file__).parent / "migrations" / "log" / "0010_quiet_seals.sql").read_text()
DIGEST = "insert into quiet_seals\nselect 0," + OLDER.rpartition("insert into quiet_seals\nselect 0,")[2]
COMMAND = "insert into commands values ($1, 'officer', 'body', 1, 0, 0, '{}')"
CLAIM = "insert into claims values ('name', $1, $2)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "village.checkpoints"


@pytest.fixture
def notary(log: EventLog, file: Path) -> Notary:
    return Notary(log, SIGNER, SystemClock(), file)


@pytest.fixture
async def older(log: EventLog, admin: asyncpg.Connection) -> UUID:
    """What a log held before rows named their batch, and the digest that the migration makes of it: names' holder."""
    house = uuid4()
    for name in ("Đình", "Chợ"):
        await admin.execute(CLAIM, log.keys.claim("name", name), house)
    for _ in range(3):
        await admin.execute(COMMAND, uuid4())
    await admin.execute(DIGEST)
    return house


def kept(file: Path) -> list[Signed]:
    return [Signed.read(line) for line in file.read_bytes().splitlines()]


async def breaches(admin: asyncpg.Connection, *outside: Signed) -> list[tuple[str, str]]:
    async with admin.transaction(isolation="repeatable_read"):
        found = await verify(admin, NAME, SIGNER, outside)
    return sorted({(breach.kind, breach.table) for breach in found.breaches})


async def test_what_a_batch_without_facts_did_is_in_its_own_chain(log: EventLog, admin: asyncpg.Connection):
    house = uuid4()
    await log.append(an_append(nothing=True, claims=(a_claim("Đình", house),)))
    await log.append(an_append(a_write(house)))
    await log.append(an_append(nothing=True, releases=(a_claim("Đình", house),)))
    rows = await admin.fetch("select number, after from quiet_seals order by 1")
    assert [tuple(row) for row in rows] == [(1, 0), (2, 1)]
    assert await breaches(admin) == []


async def test_beside_facts_it_is_under_their_seal(log: EventLog, admin: asyncpg.Connection):
    houses = [uuid4() for _ in range(6)]
    wishes = [an_append(a_write(house), claims=(a_claim(str(house), house),)) for house in houses[:3]]
    wishes += [an_append(nothing=True, claims=(a_claim(str(house), house),)) for house in houses[3:]]
    await asyncio.gather(*map(log.append, wishes))
    assert await admin.fetchval("select count(*) from commands where batch > 0") > 0
    assert await breaches(admin) == []
    await admin.execute("update commands set receipt = receipt || ' ' where batch > 0")
    assert await breaches(admin) == [("seal-broken", "seals")]


@pytest.mark.parametrize(
    ("forgery", "found"),
    [
        ("delete from claims where key = $1", [("claims", "claims"), ("quiet-broken", "quiet_seals")]),
        ("update claims set stream = gen_random_uuid() where key = $1", [("quiet-broken", "quiet_seals")]),
        (
            "insert into claims select 'name', sha256($1), stream, batch - 9, place from claims where key = $1",
            [("unknown-batch", "claims")],
        ),
        (
            "with gone as (delete from claims where key = $1 returning *)"
            " insert into claim_moves select batch, place, false, kind, key, stream from gone",
            [("claims", "claims")],
        ),
        (
            "insert into claims select kind, key, stream, batch, place"
            " from claim_moves where not released and key <> $1",
            [("claims", "claims"), ("quiet-broken", "quiet_seals")],
        ),
    ],
    ids=["taken away", "another's", "made up", "given back by nobody", "held again"],
)
async def test_a_forged_claim_is_found(log: EventLog, admin: asyncpg.Connection, forgery: str, found: list):
    house = uuid4()
    await log.append(an_append(nothing=True, claims=(a_claim("Đình", house), a_claim("Chợ", house))))
    await log.append(an_append(nothing=True, releases=(a_claim("Chợ", house),)))
    assert await breaches(admin) == []
    await admin.execute(forgery, log.keys.claim("name", "Đình"))
    assert await breaches(admin) == found


async def test_a_claim_that_was_given_back_cannot_be_held_again(log: EventLog, admin: asyncpg.Connection):
    """Each row is what a batch asked for, but in the order of the batches the last of them gave it back."""
    house = uuid4()
    await log.append(an_append(a_write(house), claims=(a_claim("Đình", house),)))
    await log.append(an_append(a_write(house, 1), releases=(a_claim("Đình", house),)))
    await admin.execute("""
        with taken as (delete from claim_moves where not released returning *)
        insert into claims select kind, key, stream, batch, place from taken""")
    assert await breaches(admin) == [("claims", "claims")]


async def test_what_an_older_log_held_stays_what_it_was(older: UUID, log: EventLog, admin: asyncpg.Connection):
    assert await breaches(admin) == []
    await log.append(an_append(nothing=True, releases=(a_claim("Chợ", older),)))
    await log.append(an_append(nothing=True, claims=(a_claim("Đình", older),)))
    assert await log.claim_holder("name", "Chợ") is None
    assert await breaches(admin) == []


@pytest.mark.parametrize(
    "forgery",
    [
        "delete from claims",
        "update claims set stream = gen_random_uuid()",
        "insert into claims values ('name', sha256('x'), gen_random_uuid())",
        "delete from commands where last < first",
        "update commands set digest = 'other' where last < first",
        "insert into commands values (gen_random_uuid(), 'officer', 'body', 1, 0, 0, '{}')",
        "delete from quiet_seals",
        "update quiet_seals set after = 7",
    ],
)
async def test_forged_rows_of_an_older_log_are_found(older: UUID, admin: asyncpg.Connection, forgery: str):
    await admin.execute(forgery)
    assert await breaches(admin) != []


async def test_rows_of_no_batch_are_found_where_nothing_is_older(log: EventLog, admin: asyncpg.Connection):
    await admin.execute(COMMAND, uuid4())
    assert await breaches(admin) != []


async def test_a_log_that_an_older_version_left_verifies(log: EventLog, admin: asyncpg.Connection):
    await log.append(an_append())
    await admin.execute("drop table claim_moves, quiet_seals; alter table commands drop batch")
    assert await breaches(admin) == []


async def test_tables_that_are_taken_away_are_missed(log: EventLog, notary: Notary, admin: asyncpg.Connection):
    await log.append(an_append())
    await notary.sign()
    await admin.execute("drop table claim_moves, quiet_seals; alter table commands drop batch")
    assert await breaches(admin) == [("tail-cut", "quiet_seals")]


async def test_a_quiet_batch_is_signed_by_itself(log: EventLog, notary: Notary, admin: asyncpg.Connection):
    await notary.sign()
    await log.append(an_append(nothing=True))
    signed = await notary.sign()
    assert signed is not None and (signed.said().position, signed.said().quiet) == (0, 1)
    assert await notary.sign() is None
    assert await breaches(admin, signed) == []


async def test_what_was_signed_before_quiet_batches_were_still_holds(log: EventLog, admin: asyncpg.Connection):
    await log.append(an_append())
    signed = SIGNER.sign(Statement.of(NAME, log.epoch, log.head, log.head.recorded_at))
    await admin.execute("insert into signed_checkpoints values (1, $1, $2)", signed.statement, signed.signature)
    assert await breaches(admin, signed) == []


async def test_a_restore_excuses_the_quiet_batches_behind_it(
    log: EventLog, notary: Notary, admin: asyncpg.Connection, file: Path, open_log: OpenLog
):
    await log.append(an_append())
    await log.append(an_append(nothing=True))
    await notary.sign()
    copy = await copied(admin)
    await log.append(an_append(nothing=True))
    lost = await notary.sign()
    assert lost is not None
    await put_back(admin, copy)
    restored = await open_log(witness=lost.said())
    assert restored.epoch != log.epoch
    again = Notary(restored, SIGNER, SystemClock(), file)
    await again.sign()
    for _ in range(2):
        await restored.append(an_append(nothing=True))
    await again.sign()
    signed = kept(file)
    assert await breaches(admin, *signed) == []
    await admin.execute("delete from commands where batch = -3")
    assert await breaches(admin, *signed) == [("quiet-broken", "quiet_seals")]
