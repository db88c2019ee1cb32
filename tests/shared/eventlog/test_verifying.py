"""A log that was tampered with does not verify: whatever was changed, added, taken out, moved or cut off is found."""

import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.log import EventLog
from shared.eventlog.notary import Notary, signed_last
from shared.eventlog.signing import Signed, Signer
from shared.eventlog.verifying import Verified, verify
from shared.runtime.clock import SystemClock
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.putting_back import copied, put_back
from tests.shared.eventlog.tampering import COLUMNS, WAYS, change_at, every_row_at
from tests.shared.eventlog.village import NAME, HousePainted, a_claim, a_write, an_append

SIGNER = Signer(bytes(range(32)))
TRIALS = int(os.environ.get("LIENTHONG_TEST_TAMPERS", "78"))
_COLUMNS_OF = "select column_name from information_schema.columns where table_schema = $1 and table_name = $2"
Look = Callable[[], Awaitable[Verified]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log" / "village.checkpoints"


@pytest.fixture
def notary(log: EventLog, file: Path) -> Notary:
    return Notary(log, SIGNER, SystemClock(), file)


@pytest.fixture
async def history(log: EventLog, notary: Notary) -> None:
    """Sixty facts in batches of several sizes, half of them published, signed for twice.

    Names are taken, given back, handed on and asked for again, by commands with facts and without, beside each other.
    """
    for size in (1, 3, 7, 9):
        houses = [uuid4() for _ in range(size)]
        names = [a_claim(f"{size}/{number}", house) for number, house in enumerate(houses)]
        for number, (house, name) in enumerate(zip(houses, names, strict=True)):
            await log.append(an_append(a_write(house, told=number % 2 == 0), claims=(name,)))
        painted = [a_write(house, 1, *(HousePainted(colour=c, coats=1) for c in ("xanh", "đỏ"))) for house in houses]
        given = [(name,) if number % 3 == 1 else () for number, name in enumerate(names)]
        await log.append_many(
            [
                *(an_append(one, releases=back) for one, back in zip(painted, given, strict=True)),
                an_append(nothing=True),
                an_append(nothing=True, claims=(a_claim(f"{size} too", houses[0]),)),
            ]
        )
        await log.append(an_append(nothing=True, claims=names[:1], releases=(a_claim("of nobody", houses[0]),)))
        handed = names[0] if size == 3 else names[-1]
        new = a_claim(handed.value, uuid4())
        await log.append(an_append(nothing=True, releases=(handed,), claims=(new, a_claim(f"{size} as well", uuid4()))))
        await log.append(an_append(nothing=True))
        if size in (3, 9):
            await notary.sign()


async def looked_at(admin: asyncpg.Connection, file: Path) -> Verified:
    if not admin.is_in_transaction():
        async with admin.transaction():
            return await verify(admin, NAME, SIGNER, kept(file))
    return await verify(admin, NAME, SIGNER, kept(file))


def kept(file: Path) -> list[Signed]:
    return [Signed.read(line) for line in file.read_bytes().splitlines()]


async def test_a_log_that_nobody_touched_is_whole(history: None, admin: asyncpg.Connection, file: Path):
    async with admin.transaction(isolation="repeatable_read", readonly=True):
        found = await looked_at(admin, file)
    assert (found.breaches, found.facts, found.published, found.checkpoints) == ((), 60, 52, 2)


async def test_the_same_head_is_signed_once(history: None, notary: Notary, log: EventLog):
    assert await notary.sign() is None
    await log.append(an_append())
    signed = await notary.sign()
    assert signed is not None and signed.said().position == 61


@pytest.mark.parametrize("table", sorted({table for table, _ in COLUMNS}))
async def test_a_change_of_any_column_is_found(history: None, admin: asyncpg.Connection, file: Path, table: str):
    """Once each, by plan: what is drawn at random proves only what it happens to draw."""
    columns = [column for of, column in COLUMNS if of == table]
    there = {row[0] for row in await admin.fetch(_COLUMNS_OF, NAME, table)}
    assert there == set(columns), "a column that nobody changes proves nothing"
    rows, missed = await every_row_at(admin, table), list[str]()
    for column in columns:
        for here in (rows[0], rows[len(rows) // 2], rows[-1]):
            undo = admin.transaction()
            await undo.start()
            try:
                await change_at(admin, table, column, here)
                if not (await looked_at(admin, file)).breaches:
                    missed.append(f"{table}.{column} at {here}")
            finally:
                await undo.rollback()
    assert not missed


async def test_every_tampering_is_found(history: None, admin: asyncpg.Connection, file: Path):
    missed, tried, found = list[str](), Counter[str](), Counter[str]()
    for trial in range(TRIALS):
        way = WAYS[trial % len(WAYS)]
        undo = admin.transaction()
        await undo.start()
        try:
            told = await way(admin, random.Random(trial))
            tried[way.__name__] += 1
            if (await looked_at(admin, file)).breaches:
                found[way.__name__] += 1
            else:
                missed.append(f"{way.__name__} #{trial}: {told}")
        finally:
            await undo.rollback()
    by_kind = ", ".join(f"{found[name]} of {times} {name}" for name, times in tried.items())
    print(f"{found.total()} of {tried.total()} found: {by_kind}".replace("_", " "))
    assert not missed


@pytest.mark.parametrize("quiet", [False, True], ids=["facts", "quiet"])
async def test_a_log_put_back_from_a_copy_of_its_files_opens_a_new_epoch(
    history: None,
    log: EventLog,
    notary: Notary,
    admin: asyncpg.Connection,
    file: Path,
    open_log: OpenLog,
    quiet: bool,
):
    copy = await copied(admin)
    await log.append(an_append(nothing=quiet))
    await notary.sign()
    witness = signed_last(file, SIGNER)
    assert witness is not None and witness.position == log.head.position
    assert (await open_log(witness=witness)).epoch == log.epoch
    await put_back(admin, copy)
    assert (await open_log(witness=witness)).epoch != log.epoch
    found = await looked_at(admin, file)
    assert {breach.kind for breach in found.breaches} >= {"tail-cut"}
    async with admin.transaction():
        assert not (await verify(admin, NAME, SIGNER, kept(file), restored=True)).breaches


def test_half_a_line_at_the_end_of_the_file_is_left_aside(file: Path):
    file.parent.mkdir()
    file.write_bytes(b'{"statement":"e')
    assert signed_last(file, SIGNER) is None


async def test_a_checkpoint_of_another_key_proves_nothing(
    history: None, log: EventLog, admin: asyncpg.Connection, file: Path
):
    await log.append(an_append())
    await Notary(log, Signer(bytes(32)), SystemClock(), file).sign()
    async with admin.transaction():
        assert [breach.kind for breach in (await looked_at(admin, file)).breaches] == ["signature"]


async def test_the_services_role_can_verify_but_not_unsign(history: None, log: EventLog, file: Path):
    async with log.pool.acquire() as own:
        async with own.transaction(isolation="repeatable_read", readonly=True):
            assert not (await looked_at(own, file)).breaches
        for statement in ("delete from signed_checkpoints", "update signed_checkpoints set number = 9"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await own.execute(statement)
