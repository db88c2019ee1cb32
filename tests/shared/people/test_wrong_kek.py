"""A key of the deployment that is not this database's: named, nothing wrapped; with the right one all goes on."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from shared.eventlog.refusals import SecretIsWrong
from shared.http.pages import KeysPage
from shared.people import rotation
from shared.people.fetching import FetchedKeys
from shared.people.kek import name_of
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.people.refusals import PersonKeyIsBroken
from shared.runtime.secret_files import Secrets
from shared.vocabulary.facts import Sealed
from tests.shared.people.test_keys import keys, pool

__all__ = ["keys", "pool"]
RIGHT, WRONG = b"r" * 32, b"w" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Secrets.create(tmp_path / "secrets", ["membership"])
    return tmp_path / "secrets"


async def all_keys(pool: asyncpg.Pool) -> list[tuple]:
    return [tuple(row) for row in await pool.fetch("select person, wrapped, kek from person_keys order by person")]


def read_by(keeper: PersonKeys) -> Callable:
    return lambda persons: keeper.page(persons, "service:gateway")


async def test_nothing_is_wrapped_by_a_wrong_key(pool: asyncpg.Pool):
    lan = uuid4()
    sealed = (await PersonKeys(pool, RIGHT).sealer(lan)).seal("full_name", "Lan")
    before = await all_keys(pool)

    wrong = PersonKeys(pool, WRONG)
    ring = Keyring(read_by(wrong), WRONG)
    for attempt in (wrong.sealer(uuid4()), wrong.sealer(lan), ring.prefetch([lan])):
        with pytest.raises(SecretIsWrong) as refused:
            await attempt
        assert "secrets/kek " in refused.value.wire()["en"]
    assert wrong.kek_is_wrong and ring.kek_is_wrong
    assert await all_keys(pool) == before

    right = PersonKeys(pool, RIGHT)
    ring = Keyring(read_by(right), RIGHT)
    await right.sealer(uuid4())
    await ring.prefetch([lan])
    assert ring.open(lan, "full_name", sealed) == "Lan"


async def test_an_older_secrets_folder_is_noticed_while_the_process_runs(pool: asyncpg.Pool, folder: Path):
    secrets = Secrets(folder)
    keeper = PersonKeys(pool, secrets.keks)
    await keeper.sealer(uuid4())
    shutil.copytree(folder, folder.with_name("older"))
    async with pool.acquire() as connection:
        await rotation.begin(connection, secrets)
        await keeper.sealer(uuid4())
        await rotation.wrap_anew(connection, secrets.keks, lambda done, total: None)
        await rotation.end(connection, secrets)
    await keeper.sealer(uuid4())
    before = await all_keys(pool)
    newer = (folder / "kek").read_bytes()

    shutil.copy(folder.with_name("older") / "kek", folder / "kek")
    with pytest.raises(SecretIsWrong):
        await keeper.sealer(uuid4())
    async with pool.acquire() as connection:
        with pytest.raises(SecretIsWrong):
            await rotation.begin(connection, secrets)
    assert await all_keys(pool) == before
    assert not (folder / "kek.old").exists()

    (folder / "kek").write_bytes(newer)
    await keeper.sealer(uuid4())
    assert not keeper.kek_is_wrong


@pytest.mark.parametrize(("kek", "taken"), [(RIGHT, True), (WRONG, False)])
async def test_a_database_without_a_check_is_asked_what_the_key_opens(pool: asyncpg.Pool, kek: bytes, taken: bool):
    """As those are that were filled before there was a check."""
    await PersonKeys(pool, RIGHT).sealers([uuid4(), uuid4()])
    await pool.execute("delete from key_checks")
    keeper = PersonKeys(pool, kek)
    if taken:
        await keeper.sealer(uuid4())
    else:
        with pytest.raises(SecretIsWrong):
            await keeper.sealer(uuid4())
    assert await pool.fetchval("select count(*) from key_checks") == taken


async def wrapped_by(pool: asyncpg.Pool, kek: bytes) -> tuple[UUID, Sealed]:
    """A person whose key was wrapped by another key, as it happened before there was a check."""
    person = uuid4()
    noted = await pool.fetch("delete from key_checks returning secret, id, value")
    kept = await pool.fetch("delete from person_keys returning person, wrapped, made_at, kek")
    sealed = (await PersonKeys(pool, kek).sealer(person)).seal("full_name", "Minh")
    await pool.execute("delete from key_checks")
    await pool.executemany("insert into key_checks values ($1, $2, $3)", [tuple(row) for row in noted])
    await pool.executemany("insert into person_keys values ($1, $2, $3, $4)", [tuple(row) for row in kept])
    return person, sealed


async def test_one_broken_key_is_named_and_mended_and_keeps_nobody_else(pool: asyncpg.Pool, folder: Path):
    secrets, lan = Secrets(folder), uuid4()
    keeper = PersonKeys(pool, secrets.keks)
    ring = Keyring(read_by(keeper), secrets.keks)
    of_lan = (await keeper.sealer(lan)).seal("full_name", "Lan")
    minh, of_minh = await wrapped_by(pool, WRONG)

    await ring.prefetch([lan, minh])
    assert ring.open(lan, "full_name", of_lan) == "Lan"
    assert ring.broken == {minh}
    for attempt in (lambda: ring.open(minh, "full_name", of_minh), lambda: ring.seal(minh, "full_name", "M")):
        with pytest.raises(PersonKeyIsBroken, match="PERSON_KEY_IS_BROKEN") as refused:
            attempt()
        assert str(minh) in refused.value.wire()["en"]
    with pytest.raises(PersonKeyIsBroken):
        await keeper.sealer(minh)

    async with pool.acquire() as connection:
        for first in (True, False):  # a rotation leaves it as it is; one with the key that has wrapped it mends it
            if not first:
                (folder / "kek.old").write_text(WRONG.hex())
            await rotation.begin(connection, secrets)
            _, broken = await rotation.wrap_anew(connection, secrets.keks, lambda done, total: None)
            await rotation.end(connection, secrets)
            assert broken == ([minh] if first else [])
    await ring.prefetch([lan, minh])
    assert ring.open(minh, "full_name", of_minh) == "Minh"
    assert not ring.broken


async def test_a_reader_with_other_secrets_knows_that_it_is_the_one():
    async def page(persons: Sequence[UUID]) -> KeysPage:
        return KeysPage(keys={}, kek=name_of(RIGHT))

    ring = Keyring(FetchedKeys(page, lambda: (WRONG,)), WRONG)
    with pytest.raises(SecretIsWrong):
        await ring.prefetch([uuid4()])
    assert ring.kek_is_wrong
    ring = Keyring(FetchedKeys(page, lambda: (RIGHT, WRONG)), RIGHT)
    await ring.prefetch([uuid4()])
    assert not ring.kek_is_wrong


async def test_what_is_said_of_the_key_is_true_before_anybody_needs_it(pool: asyncpg.Pool):
    keks = [RIGHT]
    keeper = PersonKeys(pool, lambda: keks)
    await keeper.check()
    following = asyncio.create_task(keeper.follow(every=0.01))
    try:
        for kek, wrong in ((WRONG, True), (RIGHT, False)):
            keks[0] = kek
            async with asyncio.timeout(20):
                while keeper.kek_is_wrong != wrong:  # noqa: ASYNC110 - there is nothing to wait for but the state
                    await asyncio.sleep(0.01)
    finally:
        following.cancel()
