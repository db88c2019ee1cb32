"""A keyring that has to let go of keys never lets go of those that somebody is about to use."""

import asyncio
import base64
import os
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

import pytest

from shared.people import keyring
from shared.people.keyring import Keyring
from shared.people.sealer import Sealer, wrap

KEK = b"k" * 32


class Keeper:
    """Who keeps the keys, and may take a while to answer."""

    def __init__(self) -> None:
        self.keys: dict[UUID, bytes] = {}
        self.answers = asyncio.Event()
        self.answers.set()

    def persons(self, number: int) -> list[UUID]:
        fresh = {uuid4(): os.urandom(32) for _ in range(number)}
        self.keys |= fresh
        return list(fresh)

    async def fetch(self, persons: Sequence[UUID]) -> Mapping[UUID, str]:
        page = self.wrapped(persons)
        await self.answers.wait()
        return page

    def wrapped(self, persons: Sequence[UUID]) -> dict[UUID, str]:
        return {one: base64.b64encode(wrap(KEK, one, self.keys[one])).decode() for one in persons}

    def opens(self, ring: Keyring, person: UUID) -> bool:
        return ring.open(person, "name", Sealer(person, self.keys[person]).seal("name", "Lan")) == "Lan"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "_KEPT", 10)


async def test_who_is_known_already_stays_when_others_of_the_batch_need_room():
    keeper = Keeper()
    ring = Keyring(keeper.fetch, KEK)
    known = keeper.persons(9)
    await ring.prefetch(known)
    batch = [known[0], *keeper.persons(3)]
    await ring.prefetch(batch)
    assert all(keeper.opens(ring, person) for person in batch)
    assert len(ring._held) == 4


async def test_who_had_to_make_room_meanwhile_is_fetched_again():
    keeper = Keeper()
    ring = Keyring(keeper.fetch, KEK)
    batch = keeper.persons(2)
    await ring.prefetch(batch[:1])
    keeper.answers.clear()
    fetching = asyncio.create_task(ring.prefetch(batch))
    await asyncio.sleep(0)
    ring.hear(keeper.wrapped(keeper.persons(10)))
    keeper.answers.set()
    await fetching
    assert all(keeper.opens(ring, person) for person in batch)


async def test_a_key_on_its_way_does_not_undo_an_erasure():
    keeper = Keeper()
    ring = Keyring(keeper.fetch, KEK)
    (person,) = keeper.persons(1)
    keeper.answers.clear()
    fetching = asyncio.create_task(ring.prefetch([person]))
    await asyncio.sleep(0)
    ring.forget(person)
    keeper.answers.set()
    await fetching
    assert not keeper.opens(ring, person)
