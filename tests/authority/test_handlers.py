"""Every mutation by everybody from everywhere, asked of the real handlers of the running stack: acts.csv is the oracle.

Whoever may do an act is not refused for authority. Whoever may not is told so where he may know of the thing, and
where he may not, word for word what he would hear of a thing that does not exist.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from shared.vocabulary.requests import Request
from tests.authority.scenario import Scenario
from tests.authority.scenarios import scenarios
from tests.authority.stage import Stage, Translator, account
from tests.authority.table import ACTS, MUTATIONS, ROLES
from tests.authority.things import CELLS, RELATED, Things, laid_out

WHOLE = os.environ.get("AUTHORITY_MATRIX") == "whole"
ELSEWHERE = ("sibling", "below", "other", "ended")
REFUSED = {
    "ACT_IS_NOT_PERMITTED", "STEP_IS_NOT_YOURS", "OWN_TRANSFER_IS_DECIDED_BY_OTHERS", "VISIT_IS_NOT_YOURS",
    "OWN_EVALUATION_IS_DONE_BY_OTHERS", "STEP_NEEDS_ANOTHER_ROLE", "PLAN_IS_NOT_FOR_YOU", "BODY_MAY_NOT_DECIDE",
    "DRAFT_IS_APPROVED_BY_ANOTHER",
}  # fmt: skip
"""How a handler says that it is not for this person; of a thing out of sight it says that there is none."""


@dataclass(frozen=True)
class Asked:
    """One cell of the table: somebody, from somewhere, for one mutation."""

    scenario: Scenario
    role: str
    relation: str
    subject: str


def allowed(asked: Asked, act: str) -> bool:
    """What the table says."""
    relation = "elsewhere" if asked.relation in ELSEWHERE else asked.relation
    if asked.relation == "ended":
        return False
    if asked.role == "home_visit_officer" and asked.relation == "here" and f"{act} by the officer assigned" in ACTS:
        act = f"{act} by the officer assigned"
    return relation in ACTS[act][asked.role].split()


def test_every_act_of_every_mutation_has_a_scenario():
    told = {(row["mutation"], act) for row in MUTATIONS for act in row["acts"].split("; ")}
    assert {(one.mutation, one.act) for one in scenarios()} == told


@pytest.fixture(scope="module")
async def stage(stack) -> AsyncIterator[Stage]:
    made = Stage(stack)
    yield made
    await made.close()


@pytest.fixture(scope="module")
async def things(stage) -> Things:
    made = await laid_out(stage)
    own = {(made.own(one.case), one.place) for one in scenarios() if one.case in made.people}
    plan = {(made.owns["plan"], one.place) for one in scenarios() if one.case == "plan"}
    await stage.granted(
        (subject, role, made.places[place])
        for subject, place in sorted(own | plan)
        for role in ROLES
        if role != "cell_secretary" or place in CELLS
    )
    return made


def cells_of(scenario: Scenario, things: Things, turn: int) -> list[Asked]:
    """All roles from all relations; the short form takes turns."""
    related = {"here": scenario.place, **RELATED[scenario.place]}
    cells = []
    for number, role in enumerate(ROLES):
        if scenario.case:
            own = things.own(scenario.case)
            cells += [Asked(scenario, role, "own", own)] if role != "cell_secretary" or scenario.place in CELLS else []
        chosen = ELSEWHERE[(turn + number) % len(ELSEWHERE)]
        for relation, place in related.items():
            if not WHOLE and _left_out(scenario, role, relation, chosen):
                continue
            if role != "cell_secretary" or place in CELLS:
                cells.append(Asked(scenario, role, relation, account(role, place)))
    return cells


def _left_out(scenario: Scenario, role: str, relation: str, chosen: str) -> bool:
    """In the short form: all but one place elsewhere, and the places above for roles that may never do it."""
    never = ACTS[scenario.act][role] == "-" and relation in ("above", "root")
    return never or (relation in ELSEWHERE and relation != chosen)


async def wrong(stage: Stage, asked: Asked, service: str, request: Request, absent: dict[str, Any] | None) -> str:
    """What is not as the table says; empty where all is well."""
    told = await stage.tried(asked.subject, asked.role, service, request)
    refused = told["code"] in REFUSED or _same(told, absent)
    if allowed(asked, asked.scenario.act):
        return f"{asked.role} {asked.relation} should be allowed: {told['code']}" if refused else ""
    hidden = bool(asked.scenario.absent) and not (asked.scenario.see and allowed(asked, asked.scenario.see))
    right = _same(told, absent) if hidden else refused
    return "" if right else f"{asked.role} {asked.relation} should be refused{' unseen' * hidden}: {told['code']}"


def _same(told: dict[str, Any], absent: dict[str, Any] | None) -> bool:
    """Word for word; nothing else would do, an answer's wording must not tell what exists."""
    return absent is not None and told == absent


def without(request: Request, field: str) -> Request:
    """The same request about something that does not exist."""
    nothing: Any = uuid4() if isinstance(getattr(request, field), UUID) else "999999 KHONG"
    return msgspec.structs.replace(request, **{field: nothing})


@pytest.mark.parametrize("number", range(len(scenarios())), ids=[f"{s.mutation}, {s.act}" for s in scenarios()])
async def test_every_cell_of_the_table_through_the_handlers(stage, things, number):
    scenario = scenarios()[number]
    translator = Translator(stage, account("committee_officer", "P"), "committee_officer")
    by_role = "the own role" in scenario.act
    made = {
        role: (await translator.requests(scenario.mutation, scenario.given(things, role)))[0]
        for role in (ROLES if by_role else ROLES[:1])
    }
    service, request = made[ROLES[0]]
    absent = None
    if scenario.absent:
        absent = await stage.tried("matrix.reader", "operator", service, without(request, scenario.absent))
    cells = cells_of(scenario, things, number)
    found = await asyncio.gather(
        *(wrong(stage, asked, service, made.get(asked.role, (service, request))[1], absent) for asked in cells)
    )
    print(f"{scenario.mutation}, {scenario.act}: {len(cells)} cells of the table asked")
    assert [each for each in found if each] == []
