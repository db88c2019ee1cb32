"""Members who live outside a plan's reach: kept by its holding cell, introduced onward, listed until admitted."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from services.membership.contracts import requests
from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.restructuring import Allocation, NewBody, Operation
from services.organization.domain.restructuring.refusals import OnwardIsForTheHoldingCell, OnwardIsNotPossible
from tests.membership.application.test_restructurings import Plans


@pytest.fixture
async def plans(towns: Any) -> Plans:
    await towns.found("A2", towns.places["79.26740"], OrganizationType.CELL)
    await towns.found("H", towns.places["79.26740"], OrganizationType.CELL)
    return Plans(towns)


def dissolved(office: Any, holding: str | None = "H") -> Operation:
    return Operation(kind="DISSOLVE", sources=(office.places["A"],), holding=holding and str(office.places[holding]))


def to(office: Any, member: UUID, cell: str, onward: str | None = None) -> Allocation:
    return Allocation(member=member, cell=office.places[cell], onward=onward and office.places[onward])


async def opened(office: Any, member: UUID) -> tuple[UUID, Any]:
    """The member's one open transfer."""
    [transfer] = [
        row.aggregate
        for row in await office.log.read_outbox(0, 100_000)
        if row.topic.endswith("TransferRequested.v1") and str(member).encode() in row.body
    ]
    return transfer, await office.state(transfer)


async def test_whoever_lives_elsewhere_is_introduced_onward_and_admitted_there(plans: Plans):
    office = plans.office
    near, far = await office.member("A"), await office.member("A")
    plan = await plans.of(dissolved(office), allocated=(to(office, near, "A2"), to(office, far, "H", "B")))
    assert (await office.home(near), await office.home(far)) == (office.places["A2"], office.places["H"])
    transfer, state = await opened(office, far)
    assert (state.kind, state.reason, state.state) == ("ORG_DISBANDED", "REORGANISATION", "CELL_REVIEWED")
    assert (state.origin, state.destination.organization) == (office.places["H"], office.places["B"])
    for request, actor in (
        (requests.EndorseTransfer, await office.officer("79.26740")),
        (requests.ReceiveTransfer, await office.actor(Role.APPROVER, "82.28249")),
        (requests.PresentTransfer, await office.secretary("B")),
        (requests.AdmitTransfer, await office.secretary("B")),
    ):
        assert await office.home(far) == office.places["H"], "until somebody admits them"
        await office.run(request(command_id=uuid4(), transfer_id=transfer), actor)
    assert await office.home(far) == office.places["B"]
    await plans.undo(plan)
    assert await office.home(far) == office.places["B"], "who has moved on meanwhile stays there"
    assert await office.home(near) == office.places["A"]


async def test_an_undone_plan_calls_its_transfers_back(plans: Plans):
    office = plans.office
    far = await office.member("A")
    plan = await plans.of(dissolved(office), allocated=(to(office, far, "H", "82.28249"),))
    transfer, state = await opened(office, far)
    assert state.destination.assigns, "a committee elsewhere will assign the cell"
    await plans.undo(plan)
    assert (await office.state(transfer)).state == "CANCELLED"
    assert await office.home(far) == office.places["A"]
    assert await office.run(office.transfer_of(far, "B"), await office.secretary("A")), "another may be asked for"


async def test_a_transfer_that_was_open_stays_the_only_one(plans: Plans):
    office = plans.office
    member, transfer = await office.asked("A", "B")
    await plans.of(dissolved(office), allocated=(to(office, member, "H", "82.28249"),))
    assert (await opened(office, member))[0] == transfer


async def test_a_hold_follows_into_the_transfer_onward(plans: Plans):
    office = plans.office
    member = await office.member("A")
    hold = requests.PlaceHold(
        command_id=uuid4(), member_id=member, organization_id=office.places["79.26740"], document_number="3-TB/ĐU"
    )
    await office.run(hold, await office.actor(Role.INSPECTION_OFFICER, "79.26740"))
    await plans.of(dissolved(office), allocated=(to(office, member, "H", "B"),))
    assert (await opened(office, member))[1].on_hold


async def test_a_founded_cell_takes_the_members_allocated_to_it_and_gives_them_back(plans: Plans):
    office = plans.office
    leaves, stays = await office.member("A"), await office.member("A")
    office.numbers += 1
    new = NewBody(
        key="cq",
        code=f"79.26740.{600 + office.numbers}",
        name="Chi bộ cơ quan",
        type="CELL",
        parent=str(office.places["79.26740"]),
    )
    for kind in ("FOUND", "SEPARATE"):
        body = msgspec.structs.replace(new, code=f"{new.code}{len(kind)}")
        founded = Operation(kind=kind, sources=(office.places["A"],), new=body)
        plan = await plans.of(founded, founding={"cq": leaves})
        assert await office.home(leaves) not in (office.places["A"], None)
        assert await office.home(stays) == office.places["A"]
        await plans.undo(plan)
        assert await office.home(leaves) == office.places["A"]


@pytest.mark.parametrize(
    ("cell", "onward", "holding", "refusal"),
    [
        ("H", None, "H", OnwardIsForTheHoldingCell),
        ("A2", "B", "H", OnwardIsForTheHoldingCell),
        ("H", "B", None, OnwardIsForTheHoldingCell),
        ("H", "A", "H", OnwardIsNotPossible),
        ("H", "H", "H", OnwardIsNotPossible),
        ("H", "00", "H", OnwardIsNotPossible),
    ],
)
async def test_onward_goes_with_the_holding_cell_alone(
    plans: Plans, cell: str, onward: str | None, holding: str | None, refusal: type[Exception]
):
    office = plans.office
    member = await office.member("A")
    with pytest.raises(refusal):
        await plans.of(dissolved(office, holding), allocated=(to(office, member, cell, onward),))


async def test_only_a_dissolution_or_a_split_names_a_holding_cell(plans: Plans):
    office = plans.office
    merged = Operation(
        kind="MERGE_INTO",
        sources=(office.places["A"],),
        target=str(office.places["A2"]),
        holding=str(office.places["H"]),
    )
    with pytest.raises(Exception, match="OPERATION_IS_MALFORMED"):
        await plans.of(merged)
