"""Members counted by the sums per cell are those counted one by one, in one statement or step by step."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from services.membership.contracts.facts import MemberRegistered, MemberRehomed
from services.organization.projections.cell_members import CELL_MEMBERS
from shared.readmodel.at_once import together
from shared.readmodel.engine import Engine
from shared.vocabulary.facts import Delivered, Fact, Sealed

CELLS = tuple(UUID(int=number) for number in range(1, 4))
ON = date(2026, 11, 1)
SEALED = Sealed("x")
_COUNTED = "select cell, count(*) as members, count(*) filter (where card) as cards from cell_members group by cell"
_KEPT = "select cell, members, cards from cell_members_sums where members <> 0"
_ANYTHING = ("select $1::int", [1])


def _happenings(chance: random.Random, count: int) -> Iterator[Fact]:
    """Members registered with and without a card, and moved from the cell where they are, perhaps at once."""
    home: dict[UUID, UUID] = {}
    for number in range(count):
        if not home or chance.random() < 0.5:
            member, cell = UUID(int=1_000 + number), chance.choice(CELLS)
            yield MemberRegistered(
                member=member, cell=cell, state="FULL", home_since=ON, full_name=SEALED,
                personal_id=SEALED, date_of_birth=SEALED, card_number=SEALED if chance.random() < 0.5 else None,
            )  # fmt: skip
        else:
            member = chance.choice(list(home))
            cell = chance.choice([other for other in CELLS if other != home[member]])
            yield MemberRehomed(member=member, from_cell=home[member], to_cell=cell, on=ON, plan=UUID(int=9))
        home[member] = cell


def _delivered(fact: Fact, sequence: int) -> Delivered:
    return Delivered(
        service="membership", sequence=sequence, aggregate=UUID(int=sequence), version=1, province="79", fact=fact,
        stored_meta=msgspec.Raw(b"{}"), recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
async def test_sums_are_what_counting_gives_after_every_batch(town, seed):
    connection = await town.admin("organization")
    await connection.execute("set search_path = organization_views")
    await connection.execute(CELL_MEMBERS.ddl)
    engine, chance = Engine("organization_views", [CELL_MEMBERS]), random.Random(seed)
    await engine.learn(connection)
    told = [_delivered(fact, n) for n, fact in enumerate(_happenings(chance, 80), 1)]
    at_once = 0
    while told:
        size = chance.randint(1, 8)
        batch, told = told[:size], told[size:]
        folded = await engine.fold(batch)
        rows = engine.in_one(folded)
        if rows is None:
            await engine.write(connection, folded)
        else:
            assert engine.settling(folded, noted=True) == []
            sql, arguments = together(_ANYTHING, rows, len(batch)) or ("", [])
            await connection.fetchval(sql, *arguments)
            at_once += 1
        counted, kept = await connection.fetch(_COUNTED), await connection.fetch(_KEPT)
        assert {tuple(row) for row in kept} == {tuple(row) for row in counted}
    assert at_once > 0
    assert await connection.fetchval("select count(*) from cell_members_changes") == 0
