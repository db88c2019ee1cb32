"""An erased person stays erased: no new key, no way back, noted beside the database."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from shared.people.erasures import Erasure, Erasures
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.people.refusals import PersonWasErased
from tests.shared.people.test_keys import KEK, keys, pool

__all__ = ["keys", "pool"]


def an_erasure(person: UUID) -> Erasure:
    return Erasure(
        person=person,
        command_id=uuid4(),
        actor="operator@00",
        decision_number="12-QĐ/TU",
        decided_on=date(2026, 11, 2),
        at=datetime(2026, 11, 3, tzinfo=UTC),
    )


async def test_no_key_is_ever_made_for_an_erased_person_again(keys: PersonKeys):
    lan, minh = uuid4(), uuid4()
    await keys.sealer(lan)
    assert await keys.erase(lan)
    assert not await keys.erase(lan)
    with pytest.raises(PersonWasErased):
        await keys.sealers([minh, lan])
    assert await keys.not_erased([lan, minh]) == {minh}


async def test_a_keyring_told_of_the_erasure_opens_nothing_at_once(keys: PersonKeys):
    lan = uuid4()
    sealed = (await keys.sealer(lan)).seal("full_name", "Lan")
    ring = Keyring(lambda persons: keys.page(persons, "service:gateway"), KEK)
    await ring.prefetch([lan])
    assert ring.open(lan, "full_name", sealed) == "Lan"
    ring.forget(lan)
    await ring.prefetch([lan])
    assert (ring.open(lan, "full_name", sealed), ring.seal(lan, "remark", "x")) == (None, None)


async def test_erasures_are_noted_once_and_before_the_key_goes(keys: PersonKeys, tmp_path: Path):
    noted = Erasures(tmp_path / "erasures.jsonl")
    keeper = PersonKeys(keys._pool, KEK, noted)
    lan = uuid4()
    await keeper.sealer(lan)
    by = an_erasure(lan)
    await keeper.erase(lan, by)
    await keeper.erase(lan, by)
    assert await noted.all() == [by]


async def test_a_line_cut_short_by_a_power_cut_is_replaced(tmp_path: Path):
    file = tmp_path / "erasures.jsonl"
    noted, first, second = Erasures(file), an_erasure(uuid4()), an_erasure(uuid4())
    await noted.note(first)
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"person":"3')
    assert await noted.all() == [first]
    await noted.note(second)
    assert await noted.all() == [first, second]
