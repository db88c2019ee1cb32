"""Work queues: by role and seat, due first over all kinds, counted exactly, nobody else's work in them."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from services.evaluation.contracts import facts as rated
from services.evaluation.contracts.enums import CommentKind, EvaluationState, SubjectKind
from services.gateway.reading.ids import global_id
from services.organization.contracts.examples import FACTS
from services.organization.contracts.facts import OperationsAdded, RestructuringCounted, RestructuringDrafted
from services.organization.contracts.restructuring import Operation

QUEUE = """query($o: ID, $first: Int!, $after: String, $kind: WorkKind) {
  workQueue(organization: $o, first: $first, after: $after, kind: $kind) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { kind mutation dueOn overdue organization { code } thing { id } } }
  workCounts(organization: $o) { kind count overdue } }"""
COUNTED = next(fact for fact in FACTS if isinstance(fact, RestructuringCounted))
CELL, WARD = "79.26740.001", "79.26740"


@pytest.fixture
async def office(gateway, facts):
    """Three transfers at a cell of origin, two introduced to the other province, two reviews, one plan."""
    gateway.moves = [uuid4() for _ in range(5)]
    for n, move in enumerate(gateway.moves):
        member = uuid4()
        await gateway.told(
            facts.registered(member, facts.place(CELL), f"Nguyễn Văn {n}"), facts.requested(move, member)
        )
        if n >= 3:
            sent = facts.introduced(move, member)
            late = msgspec.structs.replace(sent.standing, present_by=date(2026, 11, 18 + n), overdue=n == 3,
                                           allowed_steps=("RECEIVE", "RETURN", "DECIDE_OVERDUE"))  # fmt: skip
            await gateway.told(msgspec.structs.replace(sent, standing=late))
    for _ in range(2):
        await gateway.told(_review(uuid4(), facts.place(CELL)))
    await gateway.told(*_plan(facts.place(CELL)))
    return gateway


def _review(member, place):
    return rated.CommentRecorded(
        evaluation=uuid4(), campaign=uuid4(), kind=SubjectKind.MEMBER, subject=member, place=place,
        standing=rated.Standing(state=EvaluationState.COMMENTED), comment=CommentKind.RESIDENCE, organization=place,
        commented_on=date(2026, 11, 1),
    )  # fmt: skip


def _plan(touched):
    plan = uuid4()
    drafted = RestructuringDrafted(plan=plan, title="Sáp nhập", effective_on=date(2026, 12, 1), drafted_by="lan")
    operation = Operation(kind="DISSOLVE", sources=(touched,))
    return (
        drafted,
        OperationsAdded(plan=plan, first=1, operations=(operation,)),
        msgspec.structs.replace(COUNTED, plan=plan),
    )


async def waiting(gateway, asked, **variables):
    return await gateway.data(asked, QUEUE, **{"first": 100, **variables})


async def test_each_seat_has_its_own_work_and_no_other(office, facts):
    expected = {
        ("cell_secretary", CELL): {"TRANSFER": 3, "EVALUATION": 2},
        ("committee_officer", "82.29869"): {"TRANSFER": 2},
        ("committee_officer", WARD): {"OVERDUE_TRANSFER": 1, "RESTRUCTURING": 1},
        ("approver", "79"): {"RESTRUCTURING": 1},
        ("cell_secretary", "79.26740.002"): {},
        ("inspection_officer", CELL): {},
        ("auditor", WARD): {},
        ("operator", "00"): {},
    }
    for (role, at), kinds in expected.items():
        found = await waiting(office, await office.asked(role, facts.place(at)))
        assert {count["kind"]: count["count"] for count in found["workCounts"] if count["count"]} == kinds, (role, at)
        assert found["workQueue"]["totalCount"] == len(found["workQueue"]["nodes"]) == sum(kinds.values())


async def test_what_a_seat_must_do_and_by_when(office, facts):
    asked = await office.asked("committee_officer", facts.place("82.29869"))
    late, soon = (await waiting(office, asked))["workQueue"]["nodes"]
    assert (late["mutation"], late["dueOn"], late["overdue"]) == ("receiveTransfer", "2026-11-21", True)
    assert (soon["dueOn"], soon["overdue"]) == ("2026-11-22", False)
    assert late["organization"] == {"code": "82.29869"}
    assert late["thing"] == {"id": global_id("Transfer", office.moves[3])}
    issuer = await office.asked("committee_officer", facts.place(WARD))
    kinds = {node["kind"]: node["mutation"] for node in (await waiting(office, issuer))["workQueue"]["nodes"]}
    assert kinds == {"OVERDUE_TRANSFER": "decideOverdueTransfer", "RESTRUCTURING": "approveRestructuring"}


async def test_a_superior_looks_into_the_queues_below_and_nowhere_else(office, facts):
    asked = await office.asked("committee_officer", facts.place("79"))
    below = await waiting(office, asked, o=global_id("Organization", facts.place(WARD)))
    assert {count["kind"]: count["count"] for count in below["workCounts"]} == {
        "TRANSFER": 3, "OVERDUE_TRANSFER": 1, "EVALUATION": 2, "APPEAL": 0, "RESTRUCTURING": 1, "DATA_REQUEST": 0,
        "HOME_SERVICE": 0, "CUSTODY_INCIDENT": 0,
    }  # fmt: skip
    beside = await waiting(office, asked, o=global_id("Organization", facts.place("82")), kind="TRANSFER")
    assert beside["workQueue"]["totalCount"] == 0


async def test_nobody_is_asked_to_approve_the_own_draft(office, facts):
    asked = await office.asked("approver", facts.place(WARD), subject="lan")
    assert (await waiting(office, asked, kind="RESTRUCTURING"))["workQueue"]["nodes"] == []


async def test_pages_over_all_kinds_are_whole_and_cost_the_same(office, facts):
    asked = await office.asked("committee_officer", facts.place("79"))
    place = global_id("Organization", facts.place(WARD))
    all_of_it = (await waiting(office, asked, o=place))["workQueue"]["nodes"]
    seen, after, costs = [], None, set()
    while True:
        page = (await waiting(office, asked, o=place, first=2, after=after))["workQueue"]
        costs.add(office.statements)
        seen += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == all_of_it
    assert [node["dueOn"] or "9999" for node in seen] == sorted(node["dueOn"] or "9999" for node in seen)
    assert max(costs) - min(costs) <= 4  # one loader for each kind of thing on the page
