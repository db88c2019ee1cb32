from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

import shared.people
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.people.sealer import Sealer, SealIsBroken, unwrap
from shared.testing.postgres import Databases
from shared.vocabulary.facts import Sealed

KEK = b"k" * 32
FOLDERS = {"membership": [Path(shared.people.__file__).parent / "migrations"]}


@pytest.fixture
async def pool(databases: Databases) -> AsyncIterator[asyncpg.Pool]:
    database = await databases.fresh(["membership"], FOLDERS)
    async with asyncpg.create_pool(database.dsn("membership"), min_size=1, max_size=3) as pool:
        yield pool
    await databases.drop(database)


@pytest.fixture
def keys(pool: asyncpg.Pool) -> PersonKeys:
    return PersonKeys(pool, KEK)


def ring_of(keys: PersonKeys, **more) -> Keyring:
    return Keyring(lambda persons: keys.page(persons, "service:gateway"), KEK, **more)


def test_a_sealed_value_that_was_altered_is_refused_by_name_and_told_once():
    """A command that meets it is answered with whose and which; nothing of the value leaves."""
    lan = uuid4()
    sealer = Sealer(lan, b"l" * 32)
    altered = "AAAA" + sealer.seal("fullName", "Nguyễn Thị Lan")[4:]
    with capture_logs() as lines:
        for _ in range(3):
            with pytest.raises(SealIsBroken) as broken:
                sealer.open("fullName", Sealed(altered))
    assert (broken.value.code, broken.value.status) == ("SEAL_IS_BROKEN", 500)
    assert broken.value.wire()["params"] == {"field": "fullName", "person": str(lan)}
    assert [(line["kind"], line["name"]) for line in lines] == [("fullName", str(lan))]


async def test_a_sealed_value_opens_with_the_same_key_only(keys: PersonKeys):
    lan, minh = uuid4(), uuid4()
    sealed = (await keys.sealer(lan)).seal("fullName", "Nguyễn Thị Lan")
    assert (await keys.sealer(lan)).open("fullName", sealed) == "Nguyễn Thị Lan"
    with pytest.raises(SealIsBroken):
        (await keys.sealer(minh)).open("fullName", sealed)


async def test_a_value_cannot_be_moved_to_another_field_or_person():
    lan, key = uuid4(), b"1" * 32
    sealed = Sealer(lan, key).seal("fullName", "Lan")
    for other in (Sealer(lan, key), Sealer(uuid4(), key)):
        with pytest.raises(SealIsBroken):
            other.open("personalId", sealed)


def test_the_same_value_never_looks_the_same():
    sealer = Sealer(uuid4(), b"1" * 32)
    assert sealer.seal("fullName", "Lan") != sealer.seal("fullName", "Lan")
    assert sealer.open("fullName", None) is None


async def test_keys_of_many_are_made_in_one_go(keys: PersonKeys):
    persons = [uuid4() for _ in range(50)]
    assert set(await keys.sealers([*persons, persons[0]])) == set(persons)


async def test_a_key_is_stored_wrapped(keys: PersonKeys, pool: asyncpg.Pool):
    lan = uuid4()
    await keys.sealer(lan)
    wrapped = await pool.fetchval("select wrapped from person_keys where person = $1", lan)
    with pytest.raises(SealIsBroken):
        unwrap(b"x" * 32, lan, wrapped)


async def test_a_page_of_keys_is_audited(keys: PersonKeys, pool: asyncpg.Pool):
    lan = uuid4()
    await keys.sealer(lan)
    unknown = uuid4()
    assert set(await keys.page([lan, unknown], "service:gateway")) == {lan}
    assert tuple(await pool.fetchrow("select reader, persons from key_reads") or ()) == (
        "service:gateway",
        [lan, unknown],
    )


async def test_a_ring_opens_what_it_has_fetched_and_asks_only_once(keys: PersonKeys, pool: asyncpg.Pool):
    lan = uuid4()
    sealed = (await keys.sealer(lan)).seal("fullName", "Lan")
    ring = ring_of(keys)
    with pytest.raises(LookupError):
        ring.open(lan, "fullName", sealed)
    await ring.prefetch([lan, lan])
    await ring.prefetch([lan])
    assert ring.open(lan, "fullName", sealed) == "Lan"
    assert await pool.fetchval("select count(*) from key_reads") == 1


async def test_an_erased_person_is_forgotten_within_minutes(keys: PersonKeys):
    lan, now = uuid4(), [0.0]
    sealed = (await keys.sealer(lan)).seal("fullName", "Lan")
    ring = ring_of(keys, clock=lambda: now[0])
    await ring.prefetch([lan])
    assert await keys.erase(lan)
    assert not await keys.erase(lan)
    now[0] = 301.0
    await ring.prefetch([lan])
    assert ring.open(lan, "fullName", sealed) is None


async def test_a_ring_told_of_an_erasure_forgets_at_once(keys: PersonKeys):
    lan = uuid4()
    sealed = (await keys.sealer(lan)).seal("fullName", "Lan")
    ring = ring_of(keys)
    await ring.prefetch([lan])
    ring.forget(lan)
    assert ring.open(lan, "fullName", sealed) is None


async def test_a_reader_is_told_a_new_key_once_and_it_is_noted_with_the_key(pool: asyncpg.Pool):
    told: list[dict] = []
    keys = PersonKeys(pool, KEK, readers={"gateway": told.append})
    lan, minh = uuid4(), uuid4()
    sealed = (await keys.sealers([lan, minh]))[lan].seal("fullName", "Lan")
    await keys.sealer(lan)
    assert [set(each) for each in told] == [{lan, minh}]
    (noted,) = await pool.fetch("select reader, persons from key_reads")
    assert (noted["reader"], set(noted["persons"])) == ("gateway", {lan, minh})
    ring = ring_of(keys)
    ring.hear(told[0])
    await ring.prefetch([lan])
    assert ring.open(lan, "fullName", sealed) == "Lan"
    assert await pool.fetchval("select count(*) from key_reads") == 1, "it was asked for a second time"


_AT_COMMIT = """
    create table membership.at_commit (waits text);
    create function membership.note() returns trigger language plpgsql security definer as $$ begin
        insert into membership.at_commit values (current_setting('synchronous_commit')); return null;
    end $$;
    create constraint trigger noted after insert on membership.person_keys deferrable initially deferred
    for each row execute function membership.note()
"""


async def test_a_new_key_is_on_disk_before_it_is_used(databases: Databases):
    """A command may wait, sealed, until a crashed PostgreSQL is back: its key must have survived."""
    database = await databases.fresh(["membership"], FOLDERS)
    admin = await asyncpg.connect(database.admin_dsn)
    await admin.execute(_AT_COMMIT)
    durable = {"synchronous_commit": "on"}
    async with asyncpg.create_pool(database.dsn("membership"), max_size=1, min_size=1, server_settings=durable) as pool:
        await PersonKeys(pool, KEK).sealer(uuid4())
    assert [row["waits"] for row in await admin.fetch("select waits from membership.at_commit")] == ["on"]
    await admin.close()
    await databases.drop(database)


async def test_a_told_key_opens_at_once_and_an_erased_person_stays_erased(pool: asyncpg.Pool):
    lan, told = uuid4(), []
    keys = PersonKeys(pool, KEK, readers={"gateway": told.append})
    sealed = (await keys.sealer(lan)).seal("fullName", "Lan")
    ring = ring_of(keys)
    ring.hear(told[0])
    assert ring.open(lan, "fullName", sealed) == "Lan"
    ring.forget(lan)
    ring.hear(told[0])
    assert ring.open(lan, "fullName", sealed) is None
