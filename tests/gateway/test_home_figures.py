"""Members counted by the sums per cell are those counted home by home, whatever has happened to them."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.gateway.membership.home_figures import at_home
from services.gateway.organization.instants import Instant
from services.gateway.reading.query import where
from services.membership.contracts.facts import MemberRehomed, MemberStateDecided

CELLS = ("79.26740.001", "79.26740.002", "82.29869.001")
STATES = ("FULL", "PROBATIONARY", "DECEASED", "LEFT")


def happenings(facts, chance, count):
    """Members registered, moved and decided about; some dates are still to come, some facts come late."""
    people = []
    for _ in range(count):
        on = facts.today + timedelta(days=chance.choice((-400, -30, -1, 0, 1, 90)))
        cell, state = facts.place(chance.choice(CELLS)), chance.choice(STATES[:2])
        full = None if state == "PROBATIONARY" else facts.today + timedelta(days=chance.choice((-900, 0, 5)))
        if not people or chance.random() < 0.4:
            people.append(uuid4())
            yield facts.registered(people[-1], cell, "An", state=state, home_since=on, full_member_on=full)
            continue
        someone, other = chance.choice(people), {"decided_on": on, "effective_on": on, "decision_number": None}
        if chance.random() < 0.5:
            yield MemberRehomed(member=someone, from_cell=cell, to_cell=cell, on=on, plan=UUID(int=1))
        else:
            state = chance.choice(STATES)
            yield MemberStateDecided(member=someone, decision="X", state=state, exempt=False, **other)


@pytest.mark.parametrize("seed", range(4))
async def test_sums_and_homes_agree(gateway, facts, seed):
    asked = await gateway.asked("operator", facts.place("00"))
    chance = random.Random(seed)
    told = list(happenings(facts, chance, 60))
    while told:
        size = chance.randint(1, 20)
        batch, told = told[:size], told[size:]
        await gateway.told(*batch)
        for cell in CELLS:
            place = (where("cell = {}", facts.place(cell)),)
            quick = await at_home(Instant(facts.today), asked.reader.row, place)
            each = await at_home(Instant(facts.today, said=True), asked.reader.row, place)
            assert quick == each
    assert await gateway.pool.fetchval("select count(*) from homes_changes") == 0
