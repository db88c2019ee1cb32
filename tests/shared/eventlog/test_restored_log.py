"""A log after a restore that its service noticed verifies plainly; only what the restore took is excused."""

from pathlib import Path

import asyncpg
import pytest

from shared.eventlog.log import EventLog
from shared.eventlog.notary import Notary, signed_last
from shared.eventlog.signing import Signed, Signer
from shared.eventlog.verifying import Verified, verify
from shared.runtime.clock import SystemClock
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import NAME, an_append

SIGNER = Signer(bytes(range(32)))
KEPT, SIGNED_LAST = 6, 9


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "village.checkpoints"


@pytest.fixture
async def restored(log: EventLog, admin: asyncpg.Connection, file: Path, open_log: OpenLog) -> EventLog:
    """Signed at 3, 6, 8 and 9, then put back to 6: the checkpoint at 3 stands, that at 6 had not been written yet."""
    notary = notary_of(log, file)
    for count in (3, 3, 2, 1):
        await write(log, count)
        await notary.sign()
    await cut(admin, KEPT)
    await admin.execute("delete from signed_checkpoints where number > 1")
    return await open_log(witness=signed_last(file, SIGNER))


@pytest.fixture
async def goes_on(restored: EventLog, file: Path) -> EventLog:
    """The new epoch has signed what it continues, has been written to and signed that too."""
    notary = notary_of(restored, file)
    await notary.sign()
    await write(restored, 5)
    await notary.sign()
    return restored


def notary_of(log: EventLog, file: Path) -> Notary:
    return Notary(log, SIGNER, SystemClock(), file)


async def write(log: EventLog, count: int) -> None:
    for _ in range(count):
        await log.append(an_append())


async def cut(admin: asyncpg.Connection, behind: int) -> None:
    for table, place in (("facts", "position"), ("outbox", "position"), ("commands", "last"), ("seals", "first")):
        await admin.execute(f"delete from {table} where {place} > $1", behind)


async def looked_at(admin: asyncpg.Connection, *lines: bytes) -> Verified:
    async with admin.transaction():
        return await verify(admin, NAME, SIGNER, [Signed.read(line) for line in lines])


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()


def kinds(found: Verified) -> set[str]:
    return {breach.kind for breach in found.breaches}


async def test_it_verifies_and_names_what_was_lost(goes_on: EventLog, admin: asyncpg.Connection, file: Path) -> None:
    found = await looked_at(admin, *lines(file))
    assert found.breaches == ()
    (one,) = found.restores
    assert (one.epoch, one.continues, one.until, one.lost) == (goes_on.epoch, KEPT, SIGNED_LAST, 2)


async def test_a_copy_from_before_the_restore_verifies_too(
    goes_on: EventLog, admin: asyncpg.Connection, file: Path
) -> None:
    found = await looked_at(admin, *lines(file)[:4])
    assert found.breaches == ()
    assert [one.lost for one in found.restores] == [2]


async def test_until_the_new_epoch_has_signed_it_is_an_alarm(
    restored: EventLog, admin: asyncpg.Connection, file: Path
) -> None:
    assert kinds(await looked_at(admin, *lines(file))) == {"checkpoint-lost", "tail-cut"}


async def test_an_epoch_excuses_nothing_before_the_first_place_it_signed(
    restored: EventLog, admin: asyncpg.Connection, file: Path
) -> None:
    await write(restored, 5)
    await notary_of(restored, file).sign()
    assert kinds(await looked_at(admin, *lines(file))) == {"checkpoint-lost", "checkpoint"}


async def test_what_earlier_epochs_signed_of_what_stands_still_holds(
    goes_on: EventLog, admin: asyncpg.Connection, file: Path
) -> None:
    """Both what the old epoch signed of the place at which the new one begins, and what the new one did."""
    await admin.execute("update seals set seal = sha256(seal) where last = $1", KEPT)
    found = await looked_at(admin, *lines(file))
    assert [breach.at for breach in found.breaches if breach.kind == "checkpoint"] == [KEPT, KEPT]


async def test_a_checkpoint_taken_out_of_the_database_is_missed(
    goes_on: EventLog, admin: asyncpg.Connection, file: Path
) -> None:
    await admin.execute("delete from signed_checkpoints where number = 1")
    await admin.execute("update signed_checkpoints set number = number - 1")
    assert kinds(await looked_at(admin, *lines(file))) == {"checkpoint-lost"}


async def test_what_the_new_epoch_signed_is_not_excused(
    goes_on: EventLog, admin: asyncpg.Connection, file: Path
) -> None:
    await cut(admin, KEPT + 2)
    assert "tail-cut" in kinds(await looked_at(admin, *lines(file)))


async def test_no_other_key_opens_an_epoch(restored: EventLog, admin: asyncpg.Connection, file: Path) -> None:
    await Notary(restored, Signer(bytes(32)), SystemClock(), file).sign()
    assert kinds(await looked_at(admin, *lines(file))) == {
        "checkpoint-lost",
        "tail-cut",
        "signature",
    }
