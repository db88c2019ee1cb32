"""Data-subject requests over the real log: who asks, who answers, by when; nothing personal in the clear."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts.data_enums import DataRequestKind
from services.membership.contracts.data_requests import (
    AnswerDataRequest,
    CompleteDataRequest,
    ExtendDataRequest,
    RequestMyData,
)
from services.membership.domain.refusals_data import (
    DataRequestIsOpenAlready,
    DataRequestIsUnknown,
    DataRequestNeedsWords,
    DataRequestStepDoesNotFit,
    ExtensionIsTooLong,
)
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.authority.refusals import ActIsNotPermitted
from shared.vocabulary.actor import Actor


def asking(kind=DataRequestKind.CORRECTION, details="Ngày sinh ghi sai", **more):
    return RequestMyData(command_id=uuid4(), kind=kind, details=details, **more)


@pytest.fixture
async def asked(towns):
    """A member of cell A has asked for a correction."""
    towns.person = await towns.member("A")
    towns.own = Actor(subject=f"member@{towns.person}", role="member")
    towns.request = (await towns.run(asking(), towns.own)).id
    return towns


async def told(office):
    return await office.published(office.request)


async def step(office, kind, actor, **more):
    return await office.run(kind(command_id=uuid4(), request_id=office.request, **more), actor)


async def test_a_request_goes_to_the_committee_over_the_cell_with_the_legal_days(asked):
    [fact] = await told(asked)
    assert (fact.kind, fact.body, fact.standing.state) == ("CORRECTION", asked.places["79.26740"], "REQUESTED")
    assert fact.standing.answer_by == date(
        2026, 11, 25
    )  # two working days after Saturday the 21st; the 24th is a public holiday
    assert fact.standing.complete_by == date(2026, 12, 1)
    assert await asked.opened(asked.person, "remark", fact.remark) == "Ngày sinh ghi sai"
    other = await asked.run(asking(DataRequestKind.RESTRICTION, None), asked.own)
    [restriction] = await asked.published(other.id)
    assert restriction.standing.complete_by == date(2026, 12, 6)


async def test_it_is_answered_extended_once_and_done(asked):
    officer = await asked.officer("79.26740")
    await step(asked, AnswerDataRequest, officer)
    await step(asked, ExtendDataRequest, officer, complete_by=date(2026, 12, 16), remark="Chờ xác minh")
    with pytest.raises(ExtensionIsTooLong):
        await step(asked, ExtendDataRequest, officer, complete_by=date(2026, 12, 17), remark="Chờ tiếp")
    await step(asked, CompleteDataRequest, officer, remark="Đã đính chính")
    states = [fact.standing.state for fact in await told(asked)]
    assert states == ["REQUESTED", "ACCEPTED", "ACCEPTED", "COMPLETED"]
    assert (await asked.run(asking(), asked.own)).id != asked.request


async def test_one_open_request_of_a_kind(asked):
    with pytest.raises(DataRequestIsOpenAlready):
        await asked.run(asking(), asked.own)
    await step(asked, AnswerDataRequest, await asked.officer("79"), accept=False, remark="Không đúng thẩm quyền")
    assert await asked.run(asking(), asked.own)


async def test_who_may_not_deal_with_it(asked):
    for place, refusal in (("82", DataRequestIsUnknown), ("00", DataRequestIsUnknown)):
        with pytest.raises(refusal):
            await step(asked, AnswerDataRequest, await asked.officer(place))
    for actor in (asked.own, await asked.secretary("A")):
        with pytest.raises(ActIsNotPermitted):
            await step(asked, AnswerDataRequest, actor)
    stranger = Actor(subject=f"member@{uuid4()}", role="member")
    with pytest.raises(MemberIsUnknown):
        await asked.run(asking(), stranger)
    with pytest.raises(MemberIsUnknown):
        await asked.run(asking(member_id=asked.person), stranger)


async def test_an_officer_enters_what_came_on_paper_and_says_so(towns):
    member = await towns.member("A")
    officer = await towns.officer("79")
    towns.request = (await towns.run(asking(DataRequestKind.EXPORT, None, member_id=member), officer)).id
    [fact] = await told(towns)
    assert fact.entered_by == officer.subject


async def test_words_are_needed_and_steps_have_an_order(asked):
    officer = await asked.officer("79")
    for kind, more, refusal in (
        (AnswerDataRequest, {"accept": False}, DataRequestNeedsWords),
        (CompleteDataRequest, {}, DataRequestStepDoesNotFit),
        (ExtendDataRequest, {"complete_by": date(2026, 12, 5), "remark": "x"}, DataRequestStepDoesNotFit),
    ):
        with pytest.raises(refusal):
            await step(asked, kind, officer, **more)
    with pytest.raises(DataRequestNeedsWords):
        await asked.run(asking(DataRequestKind.OBJECTION, None), asked.own)
