"""A season from self-review to revision, on real logs: who may, who rates whom, and the cap that holds."""

import asyncio
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import CommentKind, NotRatedReason, Rating, SubjectKind
from services.evaluation.domain import refusals as refused
from services.evaluation.domain.refusals_deciding import (
    CapWouldBeExceeded,
    RatingIsDecidedAlready,
    SubjectIsOutsideTheBody,
)
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import SetPolicy
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.refusals import VersionIsStale
from shared.vocabulary.actor import Actor

PASSES = {"EXCELLENT": "95", "GOOD": "80"}


async def cell_of(season, cell: str, ratings: list[str], campaign=None):
    """Members of a cell, each proposed what the list says."""
    campaign = campaign or await season.campaign("79.26740")
    secretary = await season.secretary(cell)
    members = await season.members(cell, len(ratings))
    ids = [
        await season.proposed(campaign, member, secretary, PASSES[rating], rating)
        for member, rating in zip(members, ratings, strict=True)
    ]
    return campaign, members, ids


async def test_from_self_review_to_revision(season):
    campaign, members, ids = await cell_of(season, "A", ["EXCELLENT", "GOOD"])
    await season.decide(campaign, "G", dict(zip(ids, ["EXCELLENT", "GOOD"], strict=True)))
    state = await season.state(campaign, members[0])
    assert (state.state, state.rating) == ("DECIDED", "EXCELLENT")
    assert [step.part for step in state.steps][-2:] == ["DECISION", "CAP"]
    assert "EXCELLENT 1, at most 1: 20% of 1, those rated GOOD (base not confirmed)" in state.steps[-1].en
    officer = await season.officer("G")
    body = {"campaign_id": campaign, "organization_id": season.places["G"], "evaluation_ids": tuple(ids)}
    await season.run(requests.PublishRatings, officer, **body)
    own = Actor(subject=f"member@{members[1]}", role="member")
    await season.run(requests.AppealRating, own, evaluation_id=ids[1], reason="Xin xem xét lại nhiệm vụ số 3")
    await season.run(requests.DecideAppeal, officer, evaluation_id=ids[1], reason="Có căn cứ", rating=Rating.COMPLETED)
    told = (await season.published(facts.RatingRevised))[-1]
    assert (told.standing.state, told.standing.rating) == ("REVISED", "COMPLETED")
    ward = await season.officer("79.26740")
    await season.run(requests.ReopenEvaluation, ward, evaluation_id=ids[0], reason="Tình tiết mới")
    assert (await season.state(campaign, members[0])).state == "SELF_REVIEWED"
    with pytest.raises(ActIsNotPermitted):
        await season.run(requests.ReopenEvaluation, officer, evaluation_id=ids[1], reason="Tình tiết mới")


async def test_one_too_many_and_nothing_is_recorded(season):
    ratings = ["EXCELLENT", "EXCELLENT", "GOOD", "GOOD", "GOOD"]
    campaign, members, ids = await cell_of(season, "A", ratings)
    with pytest.raises(CapWouldBeExceeded):
        await season.decide(campaign, "G", dict(zip(ids, ratings, strict=True)))
    assert {(await season.state(campaign, member)).state for member in members} == {"PROPOSED"}
    ratings[1] = "GOOD"
    await season.decide(campaign, "G", dict(zip(ids, ratings, strict=True)))
    told = (await season.published(facts.RatingsDecided))[-1]
    assert (told.excellent, told.good, told.limit, told.counted) == (1, 4, 1, 4)
    assert told.organization_sequence > 3000
    assert told.membership_sequence > 0
    before = season.logs["evaluation"].head.position
    await season.decide(campaign, "G", dict(zip(ids, ratings, strict=True)))
    assert season.logs["evaluation"].head.position == before
    with pytest.raises(RatingIsDecidedAlready):
        await season.decide(campaign, "G", {ids[1]: "EXCELLENT"})


async def test_the_cap_is_counted_across_cells(season):
    campaign, _, ids = await cell_of(season, "A", ["EXCELLENT"] * 3 + ["GOOD"] * 2)
    _, _, others = await cell_of(season, "B", ["GOOD"] * 13, campaign)
    await season.decide(campaign, "G", dict.fromkeys(others, "GOOD"))
    await season.decide(campaign, "G", dict(zip(ids, ["EXCELLENT"] * 3 + ["GOOD"] * 2, strict=True)))
    told = (await season.published(facts.RatingsDecided))[-1]
    assert (told.excellent, told.limit, told.counted) == (3, 3, 15)


async def test_the_last_place_is_given_once(season):
    """Many at once: whoever comes first has it, and the scope never holds more than its cap."""
    campaign, _, ids = await cell_of(season, "A", ["EXCELLENT"] * 8)
    _, _, others = await cell_of(season, "B", ["GOOD"] * 5, campaign)
    await season.decide(campaign, "G", dict.fromkeys(others, "GOOD"))

    async def claim(evaluation) -> bool:
        try:
            await season.decide(campaign, "G", {evaluation: "EXCELLENT"})
        except (CapWouldBeExceeded, VersionIsStale):
            return False
        return True

    won = await asyncio.gather(*(claim(evaluation) for evaluation in ids * 6))
    decided = [fact for fact in await season.published(facts.RatingsDecided) if fact.campaign == campaign]
    assert max(fact.excellent for fact in decided) == 1
    assert any(won)


async def test_a_cell_right_below_a_ward_is_decided_on_by_the_ward(season):
    campaign, _, ids = await cell_of(season, "W", ["GOOD"])
    _, _, others = await cell_of(season, "A", ["GOOD"], campaign)
    with pytest.raises(refused.EvaluationIsUnknown):
        await season.decide(campaign, "G", {ids[0]: "GOOD"})
    with pytest.raises(SubjectIsOutsideTheBody):
        await season.decide(campaign, "79.26740", {ids[0]: "GOOD", others[0]: "GOOD"})
    await season.decide(campaign, "79.26740", {ids[0]: "GOOD"})


async def test_the_receiving_cell_rates_and_the_old_one_remarks(season):
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("W", 1)
    await season.moved(member, ["W", "79.26740", "V"], date(2026, 9, 1))
    secretary = await season.secretary("V")
    with pytest.raises(refused.FormerCellRemarkIsMissing) as caught:
        await season.proposed(campaign, member, secretary, "80", "GOOD")
    assert "8 months" in caught.value.wire()["en"]
    evaluation = (await season.published(facts.CellVoteRecorded))[-1].evaluation
    old = await season.secretary("W")
    with pytest.raises(refused.EvaluationIsUnknown):
        await season.run(requests.ProposeRating, old, evaluation_id=evaluation, rating=Rating.GOOD)
    await season.run(
        requests.RecordComment, old, evaluation_id=evaluation, kind=CommentKind.FORMER_CELL,
        organization_id=season.places["W"], remark="Hoàn thành tốt",
    )  # fmt: skip
    remark = (await season.published(facts.CommentRecorded))[-1].remark
    assert remark and "Hoàn thành" not in remark
    assert season.keyring.open(member, "remark", remark) == "Hoàn thành tốt"
    await season.run(requests.ProposeRating, secretary, evaluation_id=evaluation, rating=Rating.GOOD)


async def test_in_transit_at_the_end_of_the_year_the_origin_rates(season):
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("W", 1)
    season.clock.day = date(2027, 1, 5)
    await season.moved(member, ["W", "79.26740", "V"], date(2027, 1, 4))
    await season.proposed(campaign, member, await season.secretary("W"), "80", "GOOD")
    with pytest.raises(refused.SubjectIsUnknown):
        await season.reviewed(campaign, member, await season.secretary("V"), "80")


async def test_nobody_acts_on_the_own_evaluation_or_sees_anothers(season):
    campaign = await season.campaign("79.26740")
    one, other = await season.members("A", 2)
    own = Actor(subject=f"member@{one}", role="member")
    evaluation = await season.reviewed(campaign, one, own, "80")
    with pytest.raises(refused.OwnEvaluationIsDoneByOthers):
        await season.run(requests.ProposeRating, own, evaluation_id=evaluation, rating=Rating.GOOD)
    with pytest.raises(refused.SubjectIsUnknown):
        await season.reviewed(campaign, other, own, "80")
    stranger = await season.secretary("V")
    for unknown in (evaluation, uuid4()):
        with pytest.raises(refused.EvaluationIsUnknown):
            await season.run(requests.ProposeRating, stranger, evaluation_id=unknown, rating=Rating.GOOD)


async def test_bad_votes_and_ratings_above_the_derived_are_refused(season):
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("A", 1)
    secretary = await season.secretary("A")
    evaluation = await season.reviewed(campaign, member, secretary, "92", exceeded=5)
    votes = requests.VoteCounts(summoned=9, present=8, excellent=9, good=0, completed=0, not_completed=0)
    with pytest.raises(refused.MoreVotesThanPresent):
        await season.run(requests.RecordCellVote, secretary, evaluation_id=evaluation, votes=votes)
    good = requests.VoteCounts(summoned=4, present=4, excellent=0, good=4, completed=0, not_completed=0)
    await season.run(requests.RecordCellVote, secretary, evaluation_id=evaluation, votes=good)
    told = (await season.published(facts.CellVoteRecorded))[-1]
    assert (told.outcome, told.counts, told.present) == ("GOOD", None, None)
    with pytest.raises(refused.RatingIsAboveWhatIsDerived):
        await season.run(requests.ProposeRating, secretary, evaluation_id=evaluation, rating=Rating.EXCELLENT)


async def test_not_rated_needs_a_reason_and_counts_in_no_base(season):
    campaign, _, ids = await cell_of(season, "A", ["GOOD"])
    (member,) = await season.members("A", 1)
    secretary = await season.secretary("A")
    body = {"campaign_id": campaign, "subject_id": member, "rating": Rating.NOT_RATED}
    with pytest.raises(refused.ReasonIsNeeded):
        await season.run(requests.ProposeRating, secretary, **body)
    receipt = await season.run(requests.ProposeRating, secretary, not_rated_reason=NotRatedReason.EXEMPT, **body)
    await season.decide(campaign, "G", {ids[0]: "GOOD", receipt.id: "NOT_RATED"})
    told = (await season.published(facts.RatingsDecided))[-1]
    assert (told.good, told.not_rated, told.counted) == (1, 1, 1)


async def test_an_appeal_after_the_days_of_the_row_is_too_late(season):
    campaign, members, ids = await cell_of(season, "A", ["GOOD"])
    await season.decide(campaign, "G", {ids[0]: "GOOD"})
    body = {"campaign_id": campaign, "organization_id": season.places["G"], "evaluation_ids": tuple(ids)}
    await season.run(requests.PublishRatings, await season.officer("G"), **body)
    row = SetPolicy(
        command_id=uuid4(), key="eval.appeal_days", organization_id=season.places["G"], valid_from=date(2026, 1, 1),
        value=10, source="1-HD/ĐU 1-12-2026", confirmed=True,
    )  # fmt: skip
    await season.tell("organization", row, await season.actor(Role.APPROVER, "G"))
    season.clock.day = date(2026, 12, 31)
    own = Actor(subject=f"member@{members[0]}", role="member")
    with pytest.raises(refused.AppealIsTooLate):
        await season.run(requests.AppealRating, own, evaluation_id=ids[0], reason="Xin xem xét lại")


async def test_a_simulation_shows_all_bases_ties_and_what_is_unconfirmed(season):
    campaign, _, _ = await cell_of(season, "A", ["EXCELLENT"] * 3 + ["GOOD"] * 5)
    receipt = await season.run(
        requests.SimulateCap, await season.officer("G"), campaign_id=campaign, organization_id=season.places["G"]
    )
    told = (await season.published(facts.CapSimulated))[-1]
    assert (told.simulation, told.rated, told.qualified, told.limit) == (receipt.id, 8, 8, 1)
    assert {limit.base: limit.limit for limit in told.limits} == {"GOOD_ONLY": 1, "GOOD_AND_ABOVE": 1, "ALL_RATED": 1}
    assert [candidate.place for candidate in told.candidates] == ["TIED"] * 3
    assert not told.confirmed
    assert "chưa xác nhận" in told.vi


async def test_a_collective_is_decided_on_by_the_superior_from_documents(season):
    campaign = await season.campaign("79.26740")
    ward = await season.officer("79.26740")
    scores = (
        requests.Points(criterion="COMMON", points=Decimal(28)),
        requests.Points(criterion="RESULTS", points=Decimal(50)),
    )
    counts = requests.TaskCounts(assigned=10, on_time=10, exceeded=2, late=0)
    committee = {"subject_kind": SubjectKind.ORGANIZATION, "subject_id": season.places["G"]}
    form = {"campaign_id": campaign, "scores": scores, "tasks": counts, **committee}
    evaluation = (await season.run(requests.SubmitSelfReview, ward, **form)).id
    await season.run(requests.ProposeRating, ward, evaluation_id=evaluation, rating=Rating.GOOD)
    await season.decide(campaign, "79.26740", {evaluation: "GOOD"}, subject_kind=SubjectKind.ORGANIZATION)
    published = {"campaign_id": campaign, "organization_id": season.places["79.26740"]}
    await season.run(
        requests.PublishRatings, ward, evaluation_ids=(evaluation,), subject_kind=SubjectKind.ORGANIZATION, **published
    )
    appeal = {"evaluation_id": evaluation, "reason": "Theo văn bản"}
    officer = await season.officer("G")
    with pytest.raises(refused.PaperNumberIsNeeded):
        await season.run(requests.AppealRating, officer, **appeal)
    await season.run(requests.AppealRating, officer, paper_number="12-CV/ĐU", **appeal)


async def test_members_of_an_ended_cell_are_rated_where_they_went_without_a_remark(season):
    """Sáp nhập giữa năm: W joins V on 1 October; its members count in V, once, and the ward decides."""
    campaign, members, ids = await cell_of(season, "V", ["GOOD"])
    joined = await season.members("W", 2)
    await season.ended("W", "V", date(2026, 10, 1))
    secretary = await season.secretary("V")
    others = [await season.proposed(campaign, member, secretary, "80", "GOOD") for member in joined]
    await season.decide(campaign, "79.26740", dict.fromkeys([*ids, *others], "GOOD"))
    told = [fact for fact in await season.published(facts.RatingDecided) if fact.campaign == campaign]
    assert sorted(fact.subject for fact in told) == sorted([*members, *joined])
    assert {fact.place for fact in told} == {season.places["V"]}
