"""The rules of a plan: who decides, what needs consent, who takes over, how long it may be undone, who sees more."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.identity import ROOT_ID, organization_id
from services.organization.contracts.requests import (
    AcceptHandover,
    ExecuteRestructuring,
    FoundOrganization,
    RefuseHandover,
    SetPolicy,
)
from services.organization.contracts.restructuring import NewBody, Operation
from services.organization.domain.restructuring.life_refusals import (
    BodyMayNotDecide,
    ConsentIsMissing,
    HandoverIsAwaited,
    HandoverIsNotAsked,
    MembersAreNotAllocated,
    OrganizationIsInAnotherPlan,
    PlanIsNotForYou,
    RestructuringIsNotInThatState,
    UndoWindowIsOver,
)
from services.organization.domain.restructuring.refusals import MembersNeedACell
from shared.authority.tree import WITH_PATHS
from tests.organization.application.desk import OTHER_WARD, PROVINCE, WARD, Desk, merge

ELSEWHERE = organization_id("82")
FAR_WARD = organization_id("82.28249")


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


async def test_a_body_decides_only_on_what_the_rules_give_it(desk: Desk):
    one, two = [await desk.cell(WARD, f"Chi bộ {name}") for name in "ab"]
    plan = await desk.draft(merge(one, two))
    secretary = await desk.office.officer("thu", Role.APPROVER, two)
    own = await desk.draft(Operation(kind="RENAME", sources=(two,), name="Chi bộ khác"))
    with pytest.raises(BodyMayNotDecide) as refused:
        await desk.approve(own, by=secretary)
    assert refused.value.params["row"] == 1
    assert refused.value.params["needed"] == "GRASSROOTS_COMMITTEE"
    await desk.approve(plan, by=await desk.office.officer("hoa", Role.APPROVER, WARD))


async def test_a_ward_does_not_decide_on_itself(desk: Desk):
    plan = await desk.draft(Operation(kind="RENAME", sources=(WARD,), name="Đảng bộ phường khác"))
    with pytest.raises(BodyMayNotDecide):
        await desk.approve(plan, by=await desk.office.officer("hoa", Role.APPROVER, WARD))
    await desk.approve(plan)


async def test_a_committee_with_delegated_authority_decides_as_a_direct_superior_from_its_day(desk: Desk):
    request = FoundOrganization(
        command_id=uuid4(), parent_id=WARD, name="Đảng bộ công ty", type=OrganizationType.GRASSROOTS_COMMITTEE,
        effective_on=date(2025, 8, 1),
    )  # fmt: skip
    company = (await desk.office.run(request, desk.drafter)).id
    root = await desk.office.officer("quoc", Role.APPROVER, ROOT_ID)
    await desk.office.run(rule("organization.legality", ROOT_ID, BELOW_A_COMMITTEE, date(2025, 12, 1)), root)
    new = NewBody(key="s", code="79.26740.901", name="Chi bộ cơ sở", type="GRASSROOTS_CELL", parent=str(company))
    plan = await desk.draft(Operation(kind="FOUND", new=new))
    own = await desk.draft(Operation(kind="RENAME", sources=(company,), name="Đảng bộ tổng công ty"))
    director = await desk.office.officer("thu", Role.APPROVER, company)
    with pytest.raises(BodyMayNotDecide):
        await desk.approve(plan, by=director)
    given = rule("organization.delegated_superior", company, True, desk.office.clock.day)
    await desk.office.run(given, await desk.office.officer("phong", Role.APPROVER, PROVINCE))
    await desk.settled()
    await desk.approve(plan, by=director)
    with pytest.raises(BodyMayNotDecide):
        await desk.approve(own, by=director)


BELOW_A_COMMITTEE = {
    "PROVINCIAL": ["DIRECT_SUPERIOR"],
    "DIRECT_SUPERIOR": ["GRASSROOTS_COMMITTEE", "CELL"],
    "GRASSROOTS_COMMITTEE": ["CELL", "GRASSROOTS_CELL"],
}


def rule(key: str, organization: UUID, value: object, since: date) -> SetPolicy:
    return SetPolicy(
        command_id=uuid4(), key=key, organization_id=organization, valid_from=since, value=value, source="Thử"
    )


async def test_a_cell_above_thirty_needs_a_consent_in_writing(desk: Desk):
    one, two = [await desk.cell(WARD, f"Chi bộ {name}") for name in "ab"]
    await desk.people(one, 20)
    await desk.people(two, 11)
    plan = await desk.draft(merge(one, two))
    await desk.counted(plan)
    [finding] = (await desk.state(plan)).report.thresholds
    assert (finding.kind, finding.counted, finding.limit) == ("TOO_MANY_WITHOUT_CONSENT", 31, 30)
    with pytest.raises(ConsentIsMissing):
        await desk.approve(plan)
    merged = Operation(
        kind="MERGE_INTO", sources=(one,), target=str(two), consent_number="12-CV/TU", consent_date=date(2025, 12, 1)
    )
    await desk.approve(await desk.draft(merged))


async def test_a_cell_below_three_full_members_is_listed_not_refused(desk: Desk):
    one, two = [await desk.cell(WARD, f"Chi bộ {name}") for name in "ab"]
    await desk.people(one, 2)
    await desk.people(two, 5, state="PROBATIONARY")
    plan = await desk.draft(merge(one, two))
    await desk.approve(plan)
    [finding] = (await desk.state(plan)).report.thresholds
    assert (finding.kind, finding.counted, finding.limit) == ("TOO_FEW_FULL_MEMBERS", 2, 3)


async def test_a_cell_dissolved_without_a_target_is_allocated_to_the_last_member(desk: Desk):
    gone, one, two = [await desk.cell(WARD, f"Chi bộ {name}") for name in "abc"]
    people = await desk.people(gone, 5)
    plan = await desk.draft(Operation(kind="DISSOLVE", sources=(gone,)))
    with pytest.raises(MembersNeedACell):
        await desk.counted(plan)
    await desk.allocate(plan, *((member, one) for member in people[:3]), (people[3], two))
    await desk.counted(plan)
    report = (await desk.state(plan)).report
    assert report.leftovers == 1
    assert [(left.cell, left.members) for left in report.leftover_cells] == [(gone, 1)]
    with pytest.raises(MembersAreNotAllocated) as refused:
        await desk.approve(plan)
    assert (refused.value.params["row"], refused.value.params["count"]) == (1, 1)
    await desk.allocate(plan, (people[4], two))
    await desk.execute(plan)
    successor = await desk.office.pool.fetchval("select successor from authority_tree where organization = $1", gone)
    assert successor == one, "the cell that took most of them"


async def test_a_plan_is_undone_within_its_days_only(desk: Desk):
    one, two = [await desk.cell(WARD, f"Chi bộ {name}") for name in "ab"]
    plan = await desk.draft(merge(one, two))
    await desk.execute(plan)
    until = (await desk.state(plan)).undoable_until
    assert until == desk.office.clock.day + timedelta(days=90)
    desk.office.clock.day = until + timedelta(days=1)
    with pytest.raises(UndoWindowIsOver):
        await desk.undo(plan)
    desk.office.clock.day = until
    await desk.undo(plan)
    assert (await desk.state(plan)).state == "UNDONE"


async def test_the_days_are_a_policy_row(desk: Desk):
    row = SetPolicy(
        command_id=uuid4(),
        key="restructuring.undo_days",
        organization_id=ROOT_ID,
        valid_from=date(2025, 1, 1),
        value=5,
        source="Thử",
    )
    await desk.office.run(row, await desk.office.officer("quoc", Role.APPROVER, ROOT_ID))
    one, two = [await desk.cell(WARD, f"Chi bộ {name}") for name in "ab"]
    plan = await desk.draft(merge(one, two))
    await desk.execute(plan)
    assert (await desk.state(plan)).undoable_until == desk.office.clock.day + timedelta(days=5)


async def handed_over(desk: Desk) -> tuple[UUID, UUID, str]:
    cell = await desk.cell(WARD)
    plan = await desk.draft(Operation(kind="TRANSFER_ORG", sources=(cell,), target=str(FAR_WARD)))
    return cell, plan, await desk.approve(plan)


async def test_an_organization_goes_to_another_province_when_both_sides_say_so(desk: Desk):
    cell, plan, digest = await handed_over(desk)
    execute = ExecuteRestructuring(command_id=uuid4(), restructuring_id=plan, digest=digest)
    with pytest.raises(HandoverIsAwaited):
        await desk.office.run(execute, desk.approver)
    accept = AcceptHandover(command_id=uuid4(), restructuring_id=plan, digest=digest)
    with pytest.raises(PlanIsNotForYou):
        await desk.office.run(accept, desk.approver)
    receiver = await desk.office.officer("nga", Role.APPROVER, ELSEWHERE)
    await desk.office.run(accept, receiver)
    assert (await desk.path(cell))[-2] == WARD, "counted at the giver until it takes effect"
    await desk.office.run(execute, desk.approver)
    for _ in range(100):
        await desk.settled()
        if (await desk.state(plan)).state == "EXECUTED":
            break
    await desk.settled()
    assert (await desk.path(cell))[-2] == FAR_WARD
    with pytest.raises(RestructuringIsNotInThatState):
        await desk.office.run(AcceptHandover(command_id=uuid4(), restructuring_id=plan, digest=digest), receiver)


async def test_the_receiving_side_may_refuse_and_the_organization_is_free_again(desk: Desk):
    cell, plan, digest = await handed_over(desk)
    receiver = await desk.office.officer("nga", Role.APPROVER, ELSEWHERE)
    other = await desk.draft(Operation(kind="RENAME", sources=(cell,), name="Tên khác"))
    with pytest.raises(OrganizationIsInAnotherPlan):
        await desk.approve(other)
    await desk.office.run(RefuseHandover(command_id=uuid4(), restructuring_id=plan, digest=digest), receiver)
    assert (await desk.state(plan)).state == "REVOKED"
    await desk.approve(other)


async def test_inside_one_authority_nobody_else_is_asked(desk: Desk):
    cell = await desk.cell(WARD)
    plan = await desk.draft(Operation(kind="TRANSFER_ORG", sources=(cell,), target=str(OTHER_WARD)))
    digest = await desk.approve(plan)
    accept = AcceptHandover(command_id=uuid4(), restructuring_id=plan, digest=digest)
    with pytest.raises(HandoverIsNotAsked):
        await desk.office.run(accept, desk.approver)


async def test_the_report_says_who_sees_more_and_the_tree_agrees(desk: Desk):
    cell, far = await desk.cell(WARD), await desk.cell(OTHER_WARD)
    new = NewBody(key="n", code="79.26740.900", name="Chi bộ mới", type="CELL", parent=str(WARD))
    plan = await desk.draft(
        Operation(kind="TRANSFER_ORG", sources=(cell,), target=str(OTHER_WARD)),
        Operation(kind="CONSOLIDATE", sources=(far,), new=new),
    )
    seen = await over(desk)
    await desk.execute(plan)
    report = (await desk.state(plan)).report
    after = await over(desk)
    rows = {cell, far}
    gains = {place: sum(place in after[row] - seen.get(row, set()) for row in rows) for place in after}
    told = {change.organization: change.gains for change in report.access_changes if change.gains}
    assert told == {place: count for place, count in gains.items() if count}
    assert report.counts["access_gains"] == sum(told.values())
    assert PROVINCE not in told, "it saw all of it before"


async def over(desk: Desk) -> dict[UUID, set[UUID]]:
    """What stands over each organisation."""
    rows = await desk.office.pool.fetch(WITH_PATHS)
    return {row["organization"]: set(row["path"]) - {row["organization"]} for row in rows}


async def test_drafts_stand_side_by_side_until_one_is_approved(desk: Desk):
    one, two, three = [await desk.cell(WARD, f"Chi bộ {name}") for name in "abc"]
    for cell, count in ((one, 4), (two, 9), (three, 14)):
        await desk.people(cell, count)
    drafts = [
        await desk.draft(merge(one, two)),
        await desk.draft(merge(one, three)),
        await desk.draft(merge(two, three)),
    ]
    digests = [await desk.counted(draft) for draft in drafts]
    members = [(await desk.state(draft)).report.counts["members"] for draft in drafts]
    assert len(set(digests)) == 3
    assert members == [4, 4, 9]
    await desk.approve(drafts[1], digests[1])
    for draft, digest in ((drafts[0], digests[0]), (drafts[2], digests[2])):
        with pytest.raises(OrganizationIsInAnotherPlan):
            await desk.approve(draft, digest)
