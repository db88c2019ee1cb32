"""Who leaves the campaign's subtree, or is in transit at its end: rated once, where he is, and in nobody's way."""

from datetime import date
from uuid import uuid4

import pytest

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import CommentKind, NotRatedReason, Rating, SubjectKind
from services.evaluation.domain import refusals as refused
from services.evaluation.domain.refusals_coverage import EvaluationIsClosed, SubjectIsNotRated
from services.evaluation.domain.refusals_deciding import RatedInAnotherCampaign
from services.membership.contracts import requests as membership
from services.membership.contracts.enums import TransferKind, TransferReason
from services.organization.contracts.enums import OrganizationType
from tests.evaluation.application.test_subjects import SCORES, TASKS, settled

FAR = ["V", "79.26740", "82.28249", "F"]


@pytest.fixture
async def far(season):
    """A cell in another province."""
    await season.found("F", season.places["82.28249"], OrganizationType.CELL)
    return season


async def test_who_has_moved_out_is_closed_here_and_rated_there(far):
    """Six months in V, then away to F: V's campaign lets go of him, F's asks for V's remark and rates."""
    here, there = await far.campaign("79.26740"), await far.campaign("82.28249")
    member, other = await far.members("V", 2)
    secretary = await far.secretary("V")
    ids = [await far.proposed(here, each, secretary, "80", "GOOD") for each in (member, other)]
    await far.moved(member, FAR, date(2026, 9, 1))
    with pytest.raises(SubjectIsNotRated) as caught:
        await far.decide(here, "79.26740", dict.fromkeys(ids, "GOOD"))
    assert caught.value.wire()["path"] == ["ratings", "0"]
    assert "ELSEWHERE, since 2026-09-01" in caught.value.wire()["en"]
    assert await settled(far) == 1
    told = (await far.published(facts.EvaluationClosed))[-1]
    assert (told.evaluation, told.standing.not_rated, told.place) == (ids[0], "ELSEWHERE", far.places["V"])
    assert "ELSEWHERE, since 2026-09-01" in told.steps[-1].en
    assert await settled(far) == 0
    with pytest.raises(EvaluationIsClosed):
        await far.run(requests.ProposeRating, secretary, evaluation_id=ids[0], rating=Rating.NOT_RATED)
    await far.decide(here, "79.26740", {ids[0]: "NOT_RATED", ids[1]: "GOOD"})
    receiving = await far.secretary("F")
    with pytest.raises(refused.FormerCellRemarkIsMissing):
        await far.proposed(there, member, receiving, "80", "GOOD")
    again = (await far.published(facts.CellVoteRecorded))[-1].evaluation
    said = {"evaluation_id": again, "kind": CommentKind.FORMER_CELL, "organization_id": far.places["V"]}
    await far.run(requests.RecordComment, secretary, **said)
    await far.run(requests.ProposeRating, receiving, evaluation_id=again, rating=Rating.GOOD)
    await far.decide(there, "82.28249", {again: "GOOD"})
    rated = [fact for fact in await far.published(facts.RatingDecided) if fact.subject == member]
    assert [(fact.campaign, fact.standing.body) for fact in rated] == [(there, far.places["82.28249"])]


async def test_who_comes_back_in_time_is_taken_up_again(far):
    campaign = await far.campaign("79.26740")
    (member,) = await far.members("V", 1)
    evaluation = await far.reviewed(campaign, member, await far.secretary("V"), "80")
    await far.moved(member, FAR, date(2026, 9, 1))
    assert await settled(far) == 1
    await far.moved(member, FAR[::-1], date(2026, 12, 1))
    assert await settled(far) == 1
    state = await far.state(campaign, member)
    assert (state.state, state.place, state.not_rated) == ("SELF_REVIEWED", far.places["V"], None)
    assert (await far.published(facts.EvaluationResumed))[-1].evaluation == evaluation
    assert await settled(far) == 0


async def test_what_was_decided_before_the_move_stands_and_is_the_only_rating_of_the_year(far):
    here, there = await far.campaign("79.26740"), await far.campaign("82.28249")
    (member,) = await far.members("V", 1, date(2026, 5, 1))
    evaluation = await far.proposed(here, member, await far.secretary("V"), "80", "GOOD")
    await far.decide(here, "79.26740", {evaluation: "GOOD"})
    await far.moved(member, FAR, date(2026, 10, 1))
    assert await settled(far) == 0
    again = await far.proposed(there, member, await far.secretary("F"), "95", "EXCELLENT")
    before = far.logs["evaluation"].head.position
    with pytest.raises(RatedInAnotherCampaign) as caught:
        await far.decide(there, "82.28249", {again: "EXCELLENT"})
    assert caught.value.wire()["path"] == ["ratings", "0"]
    assert far.logs["evaluation"].head.position == before
    line = requests.Decided(
        evaluation_id=again, rating=Rating.NOT_RATED, not_rated_reason=NotRatedReason.ELSEWHERE
    )  # fmt: skip
    body = {"campaign_id": there, "organization_id": far.places["82.28249"], "ratings": (line,)}
    await far.run(requests.DecideRatings, await far.officer("82.28249"), **body)
    ward = await far.officer("79.26740")
    published = {"campaign_id": here, "organization_id": far.places["79.26740"], "evaluation_ids": (evaluation,)}
    await far.run(requests.PublishRatings, ward, **published)
    own = await far.secretary("V")
    await far.run(requests.ReopenEvaluation, await far.officer("79"), evaluation_id=evaluation, reason="Tình tiết mới")
    assert await settled(far) == 1
    with pytest.raises(SubjectIsNotRated):
        await far.run(requests.ProposeRating, own, evaluation_id=evaluation, rating=Rating.GOOD)


async def test_on_the_way_on_the_last_day_the_origin_rates(far):
    """Asked for in December, admitted in January: on 31 December the member is still V's."""
    campaign = await far.campaign("79.26740")
    (member,) = await far.members("V", 1)
    secretary = await far.secretary("V")
    asked = membership.RequestTransfer(
        command_id=uuid4(), member_id=member, kind=TransferKind.OFFICIAL, destination_id=far.places["F"],
        reason=TransferReason.CHANGE_OF_WORK, effective_on=date(2026, 12, 20),
    )  # fmt: skip
    transfer = (await far.tell("membership", asked, secretary)).id
    receiving = await far.secretary("F")
    for step, actor in (
        (membership.ReviewTransfer, secretary), (membership.EndorseTransfer, await far.officer("79.26740")),
    ):  # fmt: skip
        await far.tell("membership", step(command_id=uuid4(), transfer_id=transfer), actor)
    far.clock.day = date(2027, 1, 8)
    for step, actor in (
        (membership.ReceiveTransfer, await far.officer("82.28249")),
        (membership.PresentTransfer, receiving), (membership.AdmitTransfer, receiving),
    ):  # fmt: skip
        await far.tell("membership", step(command_id=uuid4(), transfer_id=transfer), actor)
    evaluation = await far.proposed(campaign, member, secretary, "80", "GOOD")
    with pytest.raises(refused.SubjectIsUnknown):
        await far.reviewed(campaign, member, receiving, "80")
    await far.decide(campaign, "79.26740", {evaluation: "GOOD"})
    assert await settled(far) == 0


async def test_what_is_handed_over_with_its_cell_is_rated_by_the_new_superior(far):
    """V is placed under another province in November, members and all: closed here, theirs to rate there."""
    here, there = await far.campaign("79.26740"), await far.campaign("82.28249")
    (member,) = await far.members("V", 1)
    secretary, ward = await far.secretary("V"), await far.officer("79.26740")
    await far.reviewed(here, member, secretary, "80")
    form = {"campaign_id": here, "scores": SCORES, "tasks": TASKS, "subject_kind": SubjectKind.ORGANIZATION}
    cell = (await far.run(requests.SubmitSelfReview, ward, subject_id=far.places["V"], **form)).id
    await far.handed_over("V", "82.28249", date(2026, 11, 1))
    assert await settled(far) == 2
    told = (await far.published(facts.EvaluationClosed))[-2:]
    assert {fact.standing.not_rated for fact in told} == {"ELSEWHERE"}
    assert {fact.place for fact in told} == {far.places["79.26740"]}
    assert await settled(far) == 0
    evaluation = await far.proposed(there, member, secretary, "80", "GOOD")
    await far.decide(there, "82.28249", {evaluation: "GOOD"})
    with pytest.raises(EvaluationIsClosed):
        await far.run(requests.ProposeRating, ward, evaluation_id=cell, rating=Rating.NOT_RATED)
