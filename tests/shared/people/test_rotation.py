"""The deployment's key is rotated while services work: everybody stays readable, no fact is written anew."""

import os
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from shared.people import rotation
from shared.people.kek import name_of
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.people.refusals import PersonKeyIsBroken
from shared.people.rotation import wrap_anew
from shared.runtime.secret_files import Secrets
from tests.shared.people.test_keys import keys, pool

__all__ = ["keys", "pool"]
PERSONS = int(os.environ.get("LIENTHONG_TEST_KEYS", "2500"))


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    return Secrets.create(tmp_path / "secrets", ["membership"])


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""


async def test_everybody_stays_readable(pool: asyncpg.Pool, secrets: Secrets):
    keeper = PersonKeys(pool, secrets.keks)
    ring = Keyring(lambda persons: keeper.page(persons, "service:gateway"), secrets.keks)
    persons = [uuid4() for _ in range(PERSONS)]
    sealed = {person: sealer.seal("full_name", "Lan") for person, sealer in (await keeper.sealers(persons)).items()}

    async with pool.acquire() as connection:
        await rotation.begin(connection, secrets)
    old, new = secrets.keks()[1], secrets.keks()[0]
    await ring.prefetch(persons[:10])  # under way: most are still under the old key
    late = uuid4()
    await keeper.sealer(late)
    async with pool.acquire() as connection:
        begun = time.perf_counter()
        assert await wrap_anew(connection, secrets.keks, no_progress) == (PERSONS, [])
        print(f"{PERSONS} keys wrapped anew in {time.perf_counter() - begun:.1f} s")
        assert await wrap_anew(connection, secrets.keks, no_progress) == (0, [])
        await rotation.end(connection, secrets)

    assert secrets.keks() == (new,)
    assert [row[0] for row in await pool.fetch("select distinct kek from person_keys")] == [name_of(new)]
    some = persons[::-1][:2000]
    await ring.prefetch(some)
    assert {ring.open(person, "full_name", sealed[person]) for person in some} == {"Lan"}
    stranger = Keyring(lambda persons: keeper.page(persons, "service:gateway"), old)
    await stranger.prefetch([late])
    with pytest.raises(PersonKeyIsBroken):
        stranger.open(late, "full_name", sealed[persons[0]])


async def test_of_two_rotations_at_once_the_second_changes_nothing(pool: asyncpg.Pool, secrets: Secrets):
    await PersonKeys(pool, secrets.keks).sealer(uuid4())
    async with pool.acquire() as connection, pool.acquire() as other:
        async with rotation.alone(connection):
            await rotation.begin(connection, secrets)
            begun = secrets.keks()
            with pytest.raises(rotation.KeyIsBeingRotated):
                async with rotation.alone(other):
                    pytest.fail("two at once")
            assert secrets.keks() == begun
        async with rotation.alone(other):
            await rotation.begin(other, secrets)
    assert secrets.keks() == begun


async def test_a_rotation_that_was_interrupted_goes_on_with_the_same_key(pool: asyncpg.Pool, secrets: Secrets):
    await PersonKeys(pool, secrets.keks).sealer(uuid4())
    async with pool.acquire() as connection:
        await rotation.begin(connection, secrets)
        begun = secrets.keks()
        await rotation.begin(connection, secrets)
    assert secrets.keks() == begun


def test_keys_are_read_again_only_after_their_files_were_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    secrets = Secrets.create(tmp_path, ["membership"])
    read: list[str] = []
    monkeypatch.setattr(Secrets, "_read", lambda self, name: read.append(name) or (tmp_path / name).read_text().strip())
    first = secrets.keks()
    assert secrets.keks() == first
    assert read == ["kek"]
    elsewhere, fresh = Secrets(tmp_path), bytes(range(32))
    elsewhere.begin_rotation(fresh)
    assert secrets.keks() == (fresh, *first)
    elsewhere.end_rotation()
    assert secrets.keks() == (fresh,)
