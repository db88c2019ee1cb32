"""Everything that can be wrong with a plan: each is refused by its name and its row, and the plan stays as it was.

A code that two have borne and sheets that are huge or malformed: tests/gateway/test_operation_sheet.py.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.requests import ApproveRestructuring
from services.organization.contracts.restructuring import NewBody, Operation
from services.organization.domain.restructuring import life_refusals as late
from services.organization.domain.restructuring import refusals as no
from shared.vocabulary.refusals import Refusal
from tests.organization.application.desk import OTHER_WARD, PROVINCE, WARD, Desk, merge


@dataclass(frozen=True)
class Ground:
    """Cells of one ward, one that has ended, one of another approved plan, and whoever is at home in the first."""

    desk: Desk
    one: UUID
    two: UUID
    young: UUID
    ended: UUID
    elsewhere: UUID
    people: list[UUID]


async def counted(desk: Desk, plan: UUID) -> None:
    await desk.counted(plan)


async def approved(desk: Desk, plan: UUID) -> None:
    await desk.approve(plan)


async def approved_by_the_drafter(desk: Desk, plan: UUID) -> None:
    """One person in two roles."""
    digest = await desk.counted(plan)
    alone = type(desk.approver)(subject=desk.drafter.subject, role="approver")
    await desk.office.run(ApproveRestructuring(command_id=uuid4(), restructuring_id=plan, digest=digest), alone)


async def approved_by_an_old_digest(desk: Desk, plan: UUID) -> None:
    await desk.approve(plan, "0" * 64)


@dataclass(frozen=True)
class Case:
    """What is wrong, with which operation after a harmless first one, at which step, and what is said of it."""

    name: str
    refusal: type[Refusal]
    wrong: Callable[[Ground], Operation]
    act: Callable[[Desk, UUID], Awaitable[None]] = counted
    row: int | None = 2
    counts: tuple[tuple[str, int], ...] = ()
    on: date = date(2026, 1, 1)
    allocated: Callable[[Ground], tuple[tuple[UUID, UUID], ...]] = lambda _: ()


def under(parent: str, kind: str = "CELL", code: str = "79.26740.900") -> NewBody:
    return NewBody(key="n", code=code, name="Tổ chức mới", type=kind, parent=parent)


CASES = (
    Case("a source is its own target", no.SourceIsAlsoTarget, lambda g: merge(g.one, g.one)),
    Case("a target below a source", no.PlanMakesACycle, lambda _: merge(PROVINCE, WARD)),
    Case(
        "a cycle",
        no.PlanMakesACycle,
        lambda _: Operation(kind="TRANSFER_ORG", sources=(WARD,), target=str(WARD)),
    ),
    Case("an unknown source", no.OperationNamesAnUnknown, lambda g: merge(UUID(int=77), g.two)),
    Case("an unknown target", no.OperationNamesAnUnknown, lambda g: merge(g.one, UUID(int=77))),
    Case(
        "a new one that nobody founds",
        no.OperationNamesAnUnknown,
        lambda g: Operation(kind="MERGE_INTO", sources=(g.one,), target="new:nobody"),
    ),
    Case("an ended source", no.OperationNamesAnEnded, lambda g: merge(g.ended, g.two)),
    Case("an ended target", no.OperationNamesAnEnded, lambda g: merge(g.one, g.ended)),
    Case("a day before it existed", no.OperationNamesAnEnded, lambda g: merge(g.young, g.two)),
    Case(
        "named twice",
        no.OrganizationIsNamedTwice,
        lambda g: Operation(kind="DISSOLVE", sources=(g.one, g.one), target=str(g.two)),
    ),
    Case("members without a cell", no.MembersNeedACell, lambda g: merge(g.one, OTHER_WARD)),
    Case("children without a parent", no.ChildrenNeedAParent, lambda _: Operation(kind="DISSOLVE", sources=(WARD,))),
    Case(
        "not lawful there",
        no.PlacementIsNotLawful,
        lambda g: Operation(kind="TRANSFER_ORG", sources=(g.one,), target=str(PROVINCE)),
    ),
    Case(
        "a code that is taken",
        no.PlanCodeIsTaken,
        lambda _: Operation(kind="FOUND", new=under(str(PROVINCE), "DIRECT_SUPERIOR", "79.26743")),
    ),
    Case("a field is missing", no.OperationIsMalformed, lambda g: Operation(kind="RENAME", sources=(g.one,))),
    Case("no such kind", no.OperationIsMalformed, lambda g: Operation(kind="STIR", sources=(g.one,))),
    Case("in another plan, as source", late.OrganizationIsInAnotherPlan, lambda g: merge(g.elsewhere, g.two), approved),
    Case("in another plan, as target", late.OrganizationIsInAnotherPlan, lambda g: merge(g.one, g.elsewhere), approved),
    Case(
        "in another plan, as the cell that members go to",
        late.AllocatedCellIsInAnotherPlan,
        lambda g: merge(g.one, g.young),
        approved,
        row=1,
        on=date(2026, 8, 1),
        allocated=lambda g: ((g.people[0], g.elsewhere),),
    ),
    Case(
        "a member who is not allocated",
        late.MembersAreNotAllocated,
        lambda g: Operation(kind="DISSOLVE", sources=(g.one,)),
        approved,
        on=date(2026, 8, 1),
        allocated=lambda g: ((g.people[0], g.young),),
    ),
    Case(
        "a member is sent to a cell that ends",
        no.AllocationIsNotPossible,
        lambda g: merge(g.one, g.two),
        row=2,
        allocated=lambda g: ((g.people[0], g.two), (g.people[1], g.one)),
    ),
    Case(
        "too many without a consent",
        late.ConsentIsMissing,
        lambda g: merge(g.one, g.two),
        approved,
    ),
    Case(
        "too many where members are sent, without a consent",
        late.ConsentIsMissing,
        lambda g: Operation(kind="DISSOLVE", sources=(g.one,)),
        approved,
        allocated=lambda g: tuple((member, g.two) for member in g.people),
    ),
    Case(
        "counts that differ by one", late.CountsDiffer, lambda g: merge(g.one, g.young), approved, None,
        (("ended", 2),), date(2026, 8, 1),
    ),
    Case(
        "a self-approval", late.DraftIsApprovedByAnother, lambda g: merge(g.one, g.young), approved_by_the_drafter,
        None, on=date(2026, 8, 1),
    ),
    Case(
        "a stale digest", late.PlanHasChanged, lambda g: merge(g.one, g.young), approved_by_an_old_digest, None,
        on=date(2026, 8, 1),
    ),
)  # fmt: skip


@pytest.fixture
async def ground(office: Any) -> Ground:
    desk = await Desk(office).open()
    one, two, ended, elsewhere, third = [await desk.cell(WARD, f"Chi bộ {name}") for name in "abcde"]
    young = await desk.cell(WARD, "Chi bộ trẻ", since=date(2026, 2, 1))
    await desk.execute(await desk.draft(merge(ended, third)))
    await desk.approve(await desk.draft(merge(elsewhere, third)))
    await desk.people(two, 20)
    await office.run(grant(desk), desk.approver)
    return Ground(desk, one, two, young, ended, elsewhere, await desk.people(one, 12))


def grant(desk: Desk) -> Any:
    """The drafter may approve as well, only not what they drafted."""
    from services.organization.contracts.enums import Role
    from services.organization.contracts.requests import GrantRole

    return GrantRole(command_id=uuid4(), user=desk.drafter.subject, role=Role.APPROVER, organization_id=PROVINCE)


async def test_whatever_is_wrong_is_named_with_its_row_and_the_plan_stays_as_it_was(ground: Ground):
    desk = ground.desk
    for number, case in enumerate(CASES):
        harmless = Operation(kind="RENAME", sources=(OTHER_WARD,), name=f"Đảng bộ phường {number}")
        plan = await desk.draft(harmless, case.wrong(ground), on=case.on, **dict(case.counts))  # pyright: ignore[reportArgumentType] - names of counts
        if pairs := case.allocated(ground):
            await desk.allocate(plan, *pairs)
        was = (await desk.state(plan)).operations, (await desk.state(plan)).allocations
        with pytest.raises(Refusal) as refused:
            await case.act(desk, plan)
        said, state = refused.value, await desk.state(plan)
        assert type(said) is case.refusal, f"{case.name}: {said!r} {said.wire()['en']}"
        assert said.params.get("row") == case.row, f"{case.name}: {said.wire()['en']}"
        for language in ("vi", "en"):
            assert case.row is None or str(case.row) in said.wire()[language], f"{case.name}: {said.wire()[language]}"
        assert (state.state, (state.operations, state.allocations)) == ("DRAFT", was), case.name
        if case.act is approved:
            [listed] = [one for one in state.report.conflicts if one.refusal == said.code]
            assert (listed.row, listed.params) == (case.row or 0, {k: str(v) for k, v in said.params.items()}), (
                case.name
            )


async def test_a_plan_that_nothing_is_in_the_way_of_lists_no_conflict(ground: Ground):
    desk = ground.desk
    plan = await desk.draft(merge(ground.one, ground.young), on=date(2026, 8, 1))
    await desk.counted(plan)
    assert (await desk.state(plan)).report.conflicts == ()
    await desk.approve(plan)
