"""Who may ask, step and see: everyone else hears the same as if there were no such transfer or member."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import requests
from services.membership.contracts.requests import OnBehalf
from services.membership.domain.refusals import DateIsInTheFuture, OnBehalfOfAnotherBody, ReasonIsMissing
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.domain.refusals_request import DestinationIsUnknown, OneOfMemberAndFileNumber
from services.membership.domain.refusals_transfer import (
    OwnTransferIsDecidedByOthers,
    StepIsNotAllowedNow,
    StepIsNotYours,
    TransferIsUnknown,
)
from services.organization.contracts.enums import OrganizationType, Role
from shared.vocabulary.actor import Actor
from shared.vocabulary.plain_text import TextHasControlCharacters


def review(transfer, **more):
    return requests.ReviewTransfer(command_id=uuid4(), transfer_id=transfer, **more)


def own(member):
    return Actor(subject=f"member@{member}", role="member")


async def test_a_member_asks_and_withdraws_but_decides_nothing(towns):
    member = await towns.member("A")
    transfer = (await towns.run(towns.transfer_of(member, "B"), own(member))).id
    with pytest.raises(OwnTransferIsDecidedByOthers):
        await towns.run(review(transfer), own(member))
    withdrawal = requests.WithdrawTransfer(command_id=uuid4(), transfer_id=transfer, reason="ở lại")
    await towns.run(withdrawal, own(member))
    assert (await towns.state(transfer)).state == "WITHDRAWN"


async def test_a_secretary_does_not_review_the_own_transfer(towns):
    member = await towns.member("A")
    himself = await towns.actor(Role.CELL_SECRETARY, "A", user=f"member@{member}")
    transfer = (await towns.run(towns.transfer_of(member, "B"), himself)).id
    with pytest.raises(OwnTransferIsDecidedByOthers):
        await towns.run(review(transfer), himself)
    await towns.run(review(transfer), await towns.secretary("A"))


async def test_the_destination_pulls_by_file_number(towns):
    member = await towns.member("A", file_number=f"7{towns.numbers:05d}DT")
    number = f"7{towns.numbers - 1:05d} dt"
    pull = towns.transfer_of(None, "B", file_number=number, pull=True)
    transfer = (await towns.run(pull, await towns.secretary("B"))).id
    assert (await towns.state(transfer)).member == member
    await towns.run(review(transfer), await towns.secretary("A"))  # its review is the consent


async def test_asking_for_others_needs_a_role_at_the_right_place(towns):
    member = await towns.member("A")
    stranger = await towns.secretary("B")
    for request in (
        towns.transfer_of(member, "B"),
        towns.transfer_of(uuid4(), "B"),
        towns.transfer_of(member, "A", pull=True),
        towns.transfer_of(None, "B", file_number="000000XX", pull=True),
        towns.transfer_of(member, "B", on_behalf=OnBehalf(organization_id=towns.places["A"])),
        towns.transfer_of(member, "B", on_behalf=OnBehalf(organization_id=towns.places["C"])),
        towns.transfer_of(member, "B", pull=True, on_behalf=OnBehalf(organization_id=towns.places["C"])),
    ):
        with pytest.raises(MemberIsUnknown) as refused:
            await towns.run(request, stranger)
        assert refused.value.status == 404
    with pytest.raises(StepIsNotYours):  # a superior may see the member, but has to say on whose behalf
        await towns.run(towns.transfer_of(member, "B"), await towns.officer("79"))


async def test_a_request_names_the_member_once_and_a_destination_that_exists(towns):
    secretary, member = await towns.secretary("A"), await towns.member("A")
    with pytest.raises(OneOfMemberAndFileNumber):
        await towns.run(towns.transfer_of(None, "B"), secretary)
    towns.places["?"] = uuid4()
    with pytest.raises(DestinationIsUnknown):
        await towns.run(towns.transfer_of(member, "?"), secretary)


async def test_out_of_sight_is_the_same_as_absent(towns):
    _, transfer = await towns.asked("A", "B")
    await towns.found("elsewhere", towns.places["79"], OrganizationType.GRASSROOTS_CELL)
    wires = []
    for actor, wanted in (
        (await towns.secretary("elsewhere"), transfer),
        (await towns.officer("00"), transfer),
        (Actor(subject="nobody", role="committee_officer"), transfer),
        (await towns.officer("79"), uuid4()),
        (await towns.officer("79"), await towns.member("A")),
    ):
        with pytest.raises(TransferIsUnknown) as refused:
            await towns.run(review(wanted), actor)
        wires.append(refused.value.wire())
    assert all(wire == wires[0] for wire in wires)


async def test_a_step_belongs_to_its_holder(towns):
    _, transfer = await towns.asked("A", "B")
    for actor in (await towns.secretary("B"), await towns.officer("79.26740"), await towns.officer("82.28249")):
        with pytest.raises(StepIsNotYours):
            await towns.run(review(transfer), actor)
    with pytest.raises(OnBehalfOfAnotherBody):
        await towns.run(
            review(transfer, on_behalf=OnBehalf(organization_id=towns.places["B"])), await towns.officer("79")
        )
    with pytest.raises(StepIsNotYours):  # not over it
        await towns.run(
            review(transfer, on_behalf=OnBehalf(organization_id=towns.places["A"])), await towns.officer("82")
        )
    with pytest.raises(StepIsNotAllowedNow):
        await towns.run(requests.AdmitTransfer(command_id=uuid4(), transfer_id=transfer), await towns.secretary("A"))


async def test_cancelling_belongs_to_the_issuer_or_a_common_superior(towns):
    _, transfer = await towns.asked("A", "B")
    await towns.run(review(transfer), await towns.secretary("A"))
    endorse = requests.EndorseTransfer(command_id=uuid4(), transfer_id=transfer)
    await towns.run(endorse, await towns.officer("79.26740"))
    cancel = {"transfer_id": transfer, "reason": "thu hồi quyết định"}
    for actor in (await towns.secretary("A"), await towns.officer("82.28249"), await towns.officer("79")):
        with pytest.raises(StepIsNotYours):
            await towns.run(requests.CancelTransfer(command_id=uuid4(), **cancel), actor)
    await towns.run(requests.CancelTransfer(command_id=uuid4(), **cancel), await towns.officer("79.26740"))
    assert (await towns.state(transfer)).state == "CANCELLED"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"accept": False}, ReasonIsMissing),
        ({"accept": False, "remark": "  "}, ReasonIsMissing),
        ({"acted_on": date(2026, 11, 22)}, DateIsInTheFuture),
        ({"signatory": "x\x00"}, TextHasControlCharacters),
    ],
)
async def test_nothing_is_written_when_refused(towns, more, refusal):
    _, transfer = await towns.asked("A", "B")
    position = towns.log.head.position
    with pytest.raises(refusal):
        await towns.run(review(transfer, **more), await towns.secretary("A"))
    assert towns.log.head.position == position


async def test_a_no_ends_the_transfer_with_its_sealed_reason(towns):
    member, transfer = await towns.asked("A", "B")
    await towns.run(review(transfer, accept=False, remark="chưa đủ hồ sơ"), await towns.secretary("A"))
    told = (await towns.published(transfer))[-1]
    assert (told.standing.state, told.act.step, told.act.accept) == ("REFUSED", "REVIEW", False)
    assert "hồ sơ" not in told.act.remark
    assert await towns.opened(member, "remark", told.act.remark) == "chưa đủ hồ sơ"
