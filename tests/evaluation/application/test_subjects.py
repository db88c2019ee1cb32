"""Who is rated where: exempted, left, merged, new, guests, leaders with several posts; and in which order."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from services.evaluation.application.closing import SettleEvaluation
from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import CommentKind, NotRatedReason, Rating, SubjectKind
from services.evaluation.domain import refusals as refused
from services.evaluation.domain.refusals_coverage import (
    ActIsForServicesOnly,
    EarlierSubjectsAreOpen,
    EvaluationIsClosed,
    GuestCellRemarkIsMissing,
    PostRemarkIsMissing,
    PostsAreForLeaders,
    SubjectIsNotRated,
)
from services.evaluation.domain.refusals_deciding import SubjectIsOutsideTheBody
from services.evaluation.policies import settle_evaluations
from services.membership.contracts import requests as membership
from services.membership.contracts.enums import MemberDecision, TransferKind, TransferReason
from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.requests import GrantRole
from shared.vocabulary.actor import Actor
from tests.evaluation.application.conftest import SYSTEM

TASKS = requests.TaskCounts(assigned=10, on_time=10, exceeded=4, late=0)
SCORES = (
    requests.Points(criterion="COMMON", points=Decimal(28)),
    requests.Points(criterion="RESULTS", points=Decimal(50)),
)


async def decided_about(season, member, decision: MemberDecision, on: date) -> None:
    """Membership's decision about a member, by its committee."""
    request = membership.DecideMemberState(
        command_id=uuid4(), member_id=member, decision=decision, decision_number="77-QĐ/ĐU", decision_date=on,
        effective_on=on,
    )  # fmt: skip
    await season.tell("membership", request, await season.actor(Role.COMMITTEE_OFFICER, "79.26740"))


async def settled(season) -> int:
    """What the timers ask for, done."""
    asked = list(await settle_evaluations.due(season.look, season.clock))
    asked += await settle_evaluations.due_where_handed_over(season.look, season.clock)
    for request in asked:
        await season.tell("evaluation", request, SYSTEM)
    return len(asked)


async def test_an_exempted_member_is_closed_and_taken_up_again_when_the_exemption_ends(season):
    campaign = await season.campaign("79.26740")
    member, other = await season.members("A", 2)
    secretary = await season.secretary("A")
    evaluation = await season.reviewed(campaign, member, secretary, "80")
    untouched = await season.reviewed(campaign, other, secretary, "80")
    await decided_about(season, member, MemberDecision.EXEMPTED, date(2026, 12, 10))
    with pytest.raises(SubjectIsNotRated):
        await season.run(requests.ProposeRating, secretary, evaluation_id=evaluation, rating=Rating.GOOD)
    assert await settled(season) == 1
    told = (await season.published(facts.EvaluationClosed))[-1]
    assert (told.evaluation, told.standing.state, told.standing.not_rated) == (evaluation, "CLOSED", "EXEMPT")
    assert "EXEMPT, since 2026-12-10" in told.steps[-1].en
    with pytest.raises(EvaluationIsClosed):
        await season.run(requests.ProposeRating, secretary, evaluation_id=evaluation, rating=Rating.NOT_RATED)
    assert await settled(season) == 0
    await decided_about(season, member, MemberDecision.EXEMPTION_ENDED, date(2026, 12, 15))
    assert await settled(season) == 1
    state = await season.state(campaign, member)
    assert (state.state, state.not_rated, state.steps[0].part) == ("SELF_REVIEWED", None, "RATING")
    assert (await season.state(campaign, other)).state == "SELF_REVIEWED"
    with pytest.raises(ActIsForServicesOnly):
        await season.run(SettleEvaluation, secretary, evaluation_id=untouched)


async def test_who_has_died_is_left_unrated_with_the_records_reason_and_blocks_nobody(season):
    campaign = await season.campaign("79.26740")
    member, other = await season.members("A", 2)
    secretary = await season.secretary("A")
    ids = [await season.proposed(campaign, each, secretary, "80", "GOOD") for each in (member, other)]
    await decided_about(season, member, MemberDecision.DECEASED, date(2026, 12, 12))
    with pytest.raises(SubjectIsNotRated) as caught:
        await season.decide(campaign, "G", dict.fromkeys(ids, "GOOD"))
    assert caught.value.wire()["path"] == ["ratings", "0"]
    await season.decide(campaign, "G", {ids[0]: "NOT_RATED", ids[1]: "GOOD"})
    state = await season.state(campaign, member)
    assert (state.state, state.not_rated) == ("DECIDED", "DECEASED")
    assert await settled(season) == 0


async def test_after_the_closing_date_a_departure_changes_nothing(season):
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("A", 1)
    season.clock.day = date(2027, 1, 8)
    await decided_about(season, member, MemberDecision.RESIGNED, date(2027, 1, 4))
    evaluation = await season.proposed(campaign, member, await season.secretary("A"), "80", "GOOD")
    assert await settled(season) == 0
    await season.decide(campaign, "G", {evaluation: "GOOD"})


async def test_the_evaluation_of_a_merged_organisation_is_closed(season):
    campaign = await season.campaign("79.26740")
    ward, subject = await season.officer("79.26740"), season.places["W"]
    form = {"campaign_id": campaign, "scores": SCORES, "tasks": TASKS, "subject_kind": SubjectKind.ORGANIZATION}
    evaluation = (await season.run(requests.SubmitSelfReview, ward, subject_id=subject, **form)).id
    await season.ended("W", "V", date(2026, 11, 1))
    assert await settled(season) == 1
    told = (await season.published(facts.EvaluationClosed))[-1]
    assert (told.evaluation, told.standing.not_rated) == (evaluation, "ENDED")
    again = (await season.run(requests.SubmitSelfReview, ward, subject_id=season.places["V"], **form)).id
    await season.run(requests.ProposeRating, ward, evaluation_id=again, rating=Rating.GOOD)


async def test_a_new_organisation_is_reviewed_and_not_rated(season):
    campaign = await season.campaign("79.26740")
    season.places["N"] = (
        await season.tell(
            "organization",
            (await _founding(season, "N")),
        )
    ).id
    ward = await season.officer("79.26740")
    form = {"campaign_id": campaign, "scores": SCORES, "tasks": TASKS, "subject_kind": SubjectKind.ORGANIZATION}
    evaluation = (await season.run(requests.SubmitSelfReview, ward, subject_id=season.places["N"], **form)).id
    with pytest.raises(SubjectIsNotRated):
        await season.run(requests.ProposeRating, ward, evaluation_id=evaluation, rating=Rating.GOOD)
    await season.run(requests.ProposeRating, ward, evaluation_id=evaluation, rating=Rating.NOT_RATED)
    told = (await season.published(facts.RatingProposed))[-1]
    assert told.standing.proposed == "NOT_RATED"
    await season.decide(campaign, "79.26740", {evaluation: "NOT_RATED"}, subject_kind=SubjectKind.ORGANIZATION)
    told = (await season.published(facts.RatingDecided))[-1]
    assert told.standing.not_rated == NotRatedReason.NEWLY_FOUNDED


async def _founding(season, name):
    from services.organization.contracts.requests import FoundOrganization

    return FoundOrganization(
        command_id=uuid4(), parent_id=season.places["79.26740"], name=f"{name} (tổng hợp)", type=OrganizationType.CELL,
        effective_on=date(2026, 10, 1), synthetic=True,
    )  # fmt: skip


async def test_a_guest_cell_of_six_months_must_remark_and_the_home_rates(season):
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("W", 1)
    season.clock.day = date(2026, 3, 2)
    request = membership.RequestTransfer(
        command_id=uuid4(), member_id=member, kind=TransferKind.TEMPORARY, destination_id=season.places["V"],
        reason=TransferReason.OTHER, effective_on=season.clock.day, return_by=date(2026, 12, 1),
    )  # fmt: skip
    home, guest, ward = await season.secretary("W"), await season.secretary("V"), await season.officer("79.26740")
    transfer = (await season.tell("membership", request, home)).id
    steps = (
        (membership.ReviewTransfer, home), (membership.EndorseTransfer, ward),
        (membership.PresentTransfer, guest), (membership.AdmitTransfer, guest),
    )  # fmt: skip
    for step, actor in steps:
        await season.tell("membership", step(command_id=uuid4(), transfer_id=transfer), actor)
    season.clock.day = date(2026, 12, 20)
    with pytest.raises(GuestCellRemarkIsMissing):
        await season.proposed(campaign, member, home, "80", "GOOD")
    evaluation = (await season.published(facts.CellVoteRecorded))[-1].evaluation
    said = {"evaluation_id": evaluation, "kind": CommentKind.TEMPORARY}
    with pytest.raises(refused.CommentIsNotFromThere):
        await season.run(requests.RecordComment, ward, organization_id=season.places["A"], **said)
    await season.run(requests.RecordComment, guest, organization_id=season.places["V"], **said)
    await season.run(requests.ProposeRating, home, evaluation_id=evaluation, rating=Rating.GOOD)


async def test_a_leader_with_several_posts_is_rated_once_by_the_managing_body(season):
    """Secretary of G below the ward, and holder of a post in the ward itself: the ward's superior rates."""
    campaign = await season.campaign("79")
    (member,) = await season.members("A", 1)
    posts = (season.places["G"], season.places["79.26740"])
    form = {"campaign_id": campaign, "subject_id": member, "scores": SCORES, "tasks": TASKS, "post_ids": posts}
    province = await season.officer("79")
    with pytest.raises(PostsAreForLeaders):
        await season.run(requests.SubmitSelfReview, province, **form)
    leader = {**form, "subject_kind": SubjectKind.LEADER, "frame": "LEADER"}
    evaluation = (await season.run(requests.SubmitSelfReview, province, **leader)).id
    votes = requests.VoteCounts(summoned=9, present=9, excellent=5, good=4, completed=0, not_completed=0)
    await season.run(requests.RecordCellVote, province, evaluation_id=evaluation, votes=votes)
    with pytest.raises(PostRemarkIsMissing):
        await season.run(requests.ProposeRating, province, evaluation_id=evaluation, rating=Rating.GOOD)
    said = {"evaluation_id": evaluation, "kind": CommentKind.POST, "organization_id": season.places["G"]}
    await season.run(requests.RecordComment, await season.officer("G"), **said)
    await season.run(requests.ProposeRating, province, evaluation_id=evaluation, rating=Rating.GOOD)
    with pytest.raises(SubjectIsOutsideTheBody):
        await season.decide(campaign, "79.26740", {evaluation: "GOOD"}, subject_kind=SubjectKind.LEADER)
    await season.decide(campaign, "79", {evaluation: "GOOD"}, subject_kind=SubjectKind.LEADER)
    told = [fact for fact in await season.published(facts.RatingDecided) if fact.campaign == campaign]
    assert [(fact.subject, fact.place) for fact in told] == [(member, season.places["79.26740"])]


async def test_organisations_come_after_their_members(season):
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("A", 1)
    evaluation = await season.proposed(campaign, member, await season.secretary("A"), "80", "GOOD")
    ward = await season.officer("79.26740")
    form = {"campaign_id": campaign, "scores": SCORES, "tasks": TASKS, "subject_kind": SubjectKind.ORGANIZATION}
    whole = (await season.run(requests.SubmitSelfReview, ward, subject_id=season.places["G"], **form)).id
    await season.run(requests.ProposeRating, ward, evaluation_id=whole, rating=Rating.GOOD)
    with pytest.raises(EarlierSubjectsAreOpen) as caught:
        await season.decide(campaign, "79.26740", {whole: "GOOD"}, subject_kind=SubjectKind.ORGANIZATION)
    assert "1 evaluations of MEMBER" in caught.value.wire()["en"]
    await season.decide(campaign, "G", {evaluation: "GOOD"})
    await season.decide(campaign, "79.26740", {whole: "GOOD"}, subject_kind=SubjectKind.ORGANIZATION)


async def test_an_account_that_a_grant_links_to_a_member_acts_not_on_the_own_evaluation(season):
    """The secretary of A is a member of A: whatever the account is called, the own rating is others' business."""
    campaign = await season.campaign("79.26740")
    (member,) = await season.members("A", 1)
    for role, own in ((Role.CELL_SECRETARY, None), (Role.MEMBER, member)):
        grant = GrantRole(
            command_id=uuid4(), user="lan", role=role, organization_id=season.places["A"],
            from_date=date(2025, 7, 1), member_id=own,
        )  # fmt: skip
        await season.tell("organization", grant)
    lan = Actor(subject="lan", role=Role.CELL_SECRETARY.value)
    evaluation = await season.reviewed(campaign, member, lan, "80")
    with pytest.raises(refused.OwnEvaluationIsDoneByOthers):
        await season.run(requests.ProposeRating, lan, evaluation_id=evaluation, rating=Rating.GOOD)
