"""Plans on a real log: drafted, counted, approved by another, in effect at once, proved; and taken back."""

from datetime import date
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from services.organization.application.execution import StageRestructuring
from services.organization.contracts.enums import Role
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import (
    AddOperations,
    DraftRestructuring,
)
from services.organization.contracts.restructuring import NewBody, Operation
from services.organization.domain.refusals import OrganizationHasEnded
from services.organization.domain.restructuring.life_refusals import (
    CountsDiffer,
    DraftIsApprovedByAnother,
    OrganizationIsInAnotherPlan,
    PlanHasChanged,
    PlanIsNotForYou,
    PlanIsTouchedLater,
    RestructuringIsUnknown,
    StepNeedsAnotherRole,
)
from services.organization.domain.restructuring.rows import CHANGED, ENDED, FOUNDED
from services.organization.policies.finish_restructurings import TIMER
from tests.organization.application.desk import ON, OTHER_WARD, PROVINCE, SERVICE, WARD, Desk, merge


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


async def test_a_merger_takes_effect_everywhere_at_once_and_is_proved(desk: Desk):
    one, other = await desk.cell(WARD), await desk.cell(OTHER_WARD)
    plan = await desk.draft(merge(one, other), ended=1)
    await desk.execute(plan)
    rest = (await desk.path(one))[2:]
    assert rest == [OTHER_WARD, other, one], "the path of what has ended leads through its successor"
    for request in await TIMER.due(desk.office.look, desk.office.clock):
        await desk.office.run(request, SERVICE)
    assert (await desk.state(plan)).proof.holds


async def test_what_stood_below_follows_and_nothing_can_be_founded_in_what_has_ended(desk: Desk):
    cell = await desk.cell(WARD)
    await desk.execute(await desk.draft(merge(WARD, OTHER_WARD)))
    assert (await desk.path(cell))[2:] == [OTHER_WARD, cell]
    with pytest.raises(OrganizationHasEnded):
        await desk.cell(WARD, since=ON)
    assert await desk.cell(OTHER_WARD, since=ON)


async def test_wards_are_consolidated_into_one_that_bears_the_code_of_one_of_them(desk: Desk):
    cell = await desk.cell(WARD)
    new = NewBody(key="w", code="79.26740", name="Đảng bộ phường mới", type="DIRECT_SUPERIOR", parent=str(PROVINCE))
    plan = await desk.draft(Operation(kind="CONSOLIDATE", sources=(WARD, OTHER_WARD), new=new))
    await desk.execute(plan)
    ward = (await desk.path(cell))[2]
    assert ward not in (WARD, OTHER_WARD)
    assert (await desk.office.look.scope.by_code("79.26740")).organization == ward
    assert (await desk.cell(ward, "Chi bộ mới", since=ON)) is not None


async def test_an_undone_plan_leaves_everything_as_it_was(desk: Desk):
    one, other = await desk.cell(WARD), await desk.cell(OTHER_WARD)
    before = await desk.tree()
    move = Operation(kind="TRANSFER_ORG", sources=(other,), target=str(WARD))
    rename = Operation(kind="RENAME", sources=(other,), name="Chi bộ ghép")
    plan = await desk.draft(merge(one, other), move, rename)
    await desk.execute(plan)
    assert await desk.tree() != before
    await desk.undo(plan)
    assert await desk.tree() == before
    assert (await desk.state(plan)).state == "UNDONE"


async def test_chains_are_normal(desk: Desk):
    one, two, three = [await desk.cell(WARD, f"Chi bộ {n}") for n in "abc"]
    await desk.execute(await desk.draft(merge(one, two)))
    await desk.execute(await desk.draft(merge(two, three)))
    assert (await desk.path(one))[3:] == [three, one]


async def test_whoever_drafted_does_not_approve(desk: Desk):
    both = await desk.office.officer("lan", Role.APPROVER, PROVINCE)
    plan = await desk.draft(merge(await desk.cell(WARD), await desk.cell(WARD)))
    with pytest.raises(DraftIsApprovedByAnother):
        await desk.approve(plan, by=both)


async def test_an_old_digest_is_refused(desk: Desk):
    one, other, third = [await desk.cell(WARD) for _ in range(3)]
    plan = await desk.draft(merge(one, other))
    digest = await desk.counted(plan)
    more = AddOperations(command_id=uuid4(), restructuring_id=plan, operations=(merge(third, other),))
    await desk.office.run(more, desk.drafter)
    with pytest.raises(PlanHasChanged):
        await desk.approve(plan, digest)


async def test_counts_that_differ_by_one_are_refused(desk: Desk):
    plan = await desk.draft(merge(await desk.cell(WARD), await desk.cell(WARD)), ended=2)
    with pytest.raises(CountsDiffer) as refused:
        await desk.approve(plan)
    assert refused.value.params["counted"] == 1


async def test_an_organisation_is_in_one_approved_plan_at_a_time(desk: Desk):
    one, other, third = [await desk.cell(WARD) for _ in range(3)]
    first, second = await desk.draft(merge(one, other)), await desk.draft(merge(one, third))
    await desk.approve(first)
    with pytest.raises(OrganizationIsInAnotherPlan):
        await desk.approve(second)
    await desk.undo(first)
    await desk.approve(second)


async def test_nobody_restructures_what_is_not_theirs(desk: Desk):
    stranger = await desk.office.officer("hoa", Role.APPROVER, organization_id("01"))
    one, other = await desk.cell(WARD), await desk.cell(WARD)
    with pytest.raises(RestructuringIsUnknown):
        await desk.draft(merge(one, other), by=stranger)
    own = DraftRestructuring(command_id=uuid4(), title="Sáp nhập", effective_on=ON)
    drafted = (await desk.office.run(own, stranger)).id
    outside = AddOperations(command_id=uuid4(), restructuring_id=drafted, operations=(merge(one, other),))
    with pytest.raises(PlanIsNotForYou):
        await desk.office.run(outside, stranger)
    plan = await desk.draft(merge(one, other))
    with pytest.raises(RestructuringIsUnknown):
        await desk.approve(plan, by=stranger)
    with pytest.raises(StepNeedsAnotherRole):
        await desk.approve(plan, by=desk.drafter)
    with pytest.raises(StepNeedsAnotherRole):
        await desk.office.run(StageRestructuring(command_id=uuid4(), restructuring_id=plan, part=0), desk.approver)


async def test_an_approved_plan_is_laid_down_and_counts_nothing(desk: Desk):
    one, other = await desk.cell(WARD), await desk.cell(WARD)
    before = await desk.tree()
    plan = await desk.draft(merge(one, other))
    await desk.approve(plan)
    await desk.settled()
    await desk.settled()
    state = await desk.state(plan)
    assert (state.state, state.staged, state.parts) == ("APPROVED", 1, 1) and await desk.tree() == before
    await desk.undo(plan)
    await desk.execute(await desk.draft(merge(other, one)))
    assert (await desk.path(other))[3:] == [one, other]


async def test_a_plan_of_a_later_day_waits_for_it(desk: Desk):
    one, other = await desk.cell(WARD), await desk.cell(WARD)
    plan = await desk.draft(merge(one, other), on=date(2026, 12, 1))
    await desk.execute(plan)
    assert (await desk.path(one))[3:] == [one]
    assert not await TIMER.due(desk.office.look, desk.office.clock)
    desk.office.clock.day = date(2026, 12, 1)
    for request in await TIMER.due(desk.office.look, desk.office.clock):
        await desk.office.run(request, SERVICE)
    assert (await desk.path(one))[3:] == [other, one]


async def test_rows_say_what_happens(desk: Desk):
    one, other = await desk.cell(WARD), await desk.cell(WARD)
    new = NewBody(key="n", code="79.26740.900", name="Chi bộ mới", type="CELL", parent=str(WARD))
    plan = await desk.draft(
        Operation(kind="FOUND", new=new),
        Operation(kind="SPLIT", sources=(one,), targets=("new:n", str(other))),
        Operation(kind="RENAME", sources=(other,), name="Chi bộ cũ"),
    )
    await desk.execute(plan)
    staged = [fact.fact for fact in await desk.office.log.read_stream(plan) if hasattr(fact.fact, "rows")]
    assert [row.kind for fact in staged for row in fact.rows] == [FOUNDED, CHANGED, ENDED]
    assert all(len(msgspec.json.encode(fact)) < 256 * 1024 for fact in staged)


async def test_what_was_built_on_a_plan_keeps_it_from_being_undone(desk: Desk):
    new = NewBody(key="w", code="79.26740", name="Đảng bộ phường mới", type="DIRECT_SUPERIOR", parent=str(PROVINCE))
    plan = await desk.draft(Operation(kind="CONSOLIDATE", sources=(WARD, OTHER_WARD), new=new))
    await desk.execute(plan)
    ward = await desk.office.pool.fetchval(
        "select organization from register where touched_by = $1 and ended_on is null", plan
    )
    await desk.cell(ward, since=ON)
    with pytest.raises(PlanIsTouchedLater):
        await desk.undo(plan)


async def test_a_later_plan_over_the_same_organization_is_undone_first(desk: Desk):
    one, two = [await desk.cell(WARD, f"Chi bộ {n}") for n in "ab"]
    first = await desk.draft(Operation(kind="TRANSFER_ORG", sources=(one,), target=str(OTHER_WARD)))
    await desk.execute(first)
    second = await desk.draft(merge(one, two))
    await desk.execute(second)
    with pytest.raises(PlanIsTouchedLater):
        await desk.undo(first)
    await desk.undo(second)
    await desk.undo(first)
    await desk.settled()
    assert (await desk.path(one))[2:] == [WARD, one]
