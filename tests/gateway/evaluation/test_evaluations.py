"""Evaluations in the API: as their facts say, reasons as a tree, within the viewer's scope, small counts withheld."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.evaluation.contracts import facts as told
from services.evaluation.contracts.enums import CampaignPeriod, EvaluationState, Rating, SubjectKind
from services.evaluation.contracts.examples import EXAMPLES
from services.evaluation.contracts.facts import ExplanationStep, Standing
from services.gateway.reading.ids import global_id
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt

CAMPAIGN = uuid4()
EVALUATION = """query($id: ID!) { evaluation(id: $id) {
  id version state points rating proposed notRatedReason publishedOn
  subject { kind member { fullName } organization { code } } campaign { year ruleSet organization { code } }
  explanation { points derived steps { part depth holds allows text } }
  comments { kind } vote { outcome present } place { code } decidedBy { code }
  segments { from to months organization { code } } } }"""
STEPS = (
    ExplanationStep(part="RATING", depth=0, holds=True, allows=None, vi="Cao nhất: Tốt", en="At best GOOD"),
    ExplanationStep(part="BAND", depth=1, holds=True, allows=Rating.GOOD, vi="87.5 điểm", en="87.5 points"),
    ExplanationStep(part="POINTS", depth=2, holds=True, allows=None, vi="Khung", en="Bands"),
    ExplanationStep(part="CAP", depth=1, holds=True, allows=None, vi="Tối đa 1", en="At most 1"),
)


def campaign(organization: UUID) -> told.CampaignOpened:
    return told.CampaignOpened(
        campaign=CAMPAIGN, organization=organization, year=2026, period=CampaignPeriod.YEAR, code="QD366_2025",
        opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31),
    )  # fmt: skip


def reviewed(evaluation: UUID, member: UUID, place: UUID, **more: Any) -> told.SelfReviewSubmitted:
    standing = Standing(
        state=EvaluationState.SELF_REVIEWED, points=Decimal("87.5"), derived=Rating.GOOD, **more
    )  # fmt: skip
    return told.SelfReviewSubmitted(
        evaluation=evaluation, campaign=CAMPAIGN, kind=SubjectKind.MEMBER, subject=member, place=place,
        standing=standing, steps=STEPS,
    )  # fmt: skip


def decided(evaluation: UUID, member: UUID, place: UUID, rating: Rating, body: UUID) -> told.RatingDecided:
    standing = Standing(
        state=EvaluationState.DECIDED, points=Decimal("87.5"), derived=Rating.GOOD, proposed=rating, rating=rating,
        body=body,
    )  # fmt: skip
    return told.RatingDecided(
        evaluation=evaluation, campaign=CAMPAIGN, kind=SubjectKind.MEMBER, subject=member, place=place,
        standing=standing, steps=STEPS,
    )  # fmt: skip


@pytest.fixture
async def rating(gateway, facts):
    """Six members of one cell, rated by their ward."""
    gateway.ward, gateway.cell = facts.place("79.26740"), facts.place("79.26740.001")
    gateway.members = [uuid4() for _ in range(6)]
    gateway.ids = [uuid4() for _ in range(6)]
    await gateway.told(campaign(gateway.ward))
    for member, evaluation in zip(gateway.members, gateway.ids, strict=True):
        await gateway.told(facts.registered(member, gateway.cell, "Nguyễn Văn An"))
        await gateway.told(reviewed(evaluation, member, gateway.cell))
    return gateway


async def test_an_evaluation_is_shown_as_its_facts_say(rating, facts):
    one, member = rating.ids[0], rating.members[0]
    await rating.told(decided(one, member, rating.cell, Rating.GOOD, rating.ward))
    asked = await rating.asked("cell_secretary", rating.cell)
    found = (await rating.data(asked, EVALUATION, id=global_id("Evaluation", one)))["evaluation"]
    assert (found["state"], found["points"], found["rating"], found["version"]) == ("DECIDED", "87.5", "GOOD", 2)
    assert found["subject"] == {"kind": "MEMBER", "member": {"fullName": "Nguyễn Văn An"}, "organization": None}
    assert found["campaign"]["ruleSet"] == "QD366_2025"
    assert found["decidedBy"] == {"code": "79.26740"}
    steps = [(step["part"], step["depth"], step["allows"]) for step in found["explanation"]["steps"]]
    assert steps == [("RATING", 0, None), ("BAND", 1, "GOOD"), ("POINTS", 2, None), ("CAP", 1, None)]
    assert found["explanation"]["steps"][0]["text"] == "Cao nhất: Tốt"
    assert found["segments"] == [
        {"from": "2026-01-01", "to": "2026-12-31", "months": 12, "organization": {"code": "79.26740.001"}}
    ]


async def test_it_is_read_by_the_own_eyes_and_over_the_place_only(rating, facts):
    id = global_id("Evaluation", rating.ids[0])
    own = await rating.asked("member", subject=f"member@{rating.members[0]}")
    other = await rating.asked("member", subject=f"member@{rating.members[1]}")
    root = await rating.asked("committee_officer", facts.place("00"))
    far = await rating.asked("committee_officer", facts.place("82"))
    seen = [
        (await rating.data(asked, EVALUATION, id=id))["evaluation"] is not None for asked in (own, other, root, far)
    ]
    assert seen == [True, False, False, False]


async def test_the_distribution_is_withheld_below_five(rating, facts):
    query = """query($id: ID!) { evaluationCampaign(id: $id) {
      distribution { rated excellent good suppressed } evaluations(first: 3) { totalCount nodes { state } } } }"""
    asked = await rating.asked("committee_officer", rating.ward)
    ratings = [Rating.EXCELLENT, *[Rating.GOOD] * 5]
    pairs = list(zip(rating.ids, rating.members, ratings, strict=True))
    for evaluation, member, level in pairs[:4]:
        await rating.told(decided(evaluation, member, rating.cell, level, rating.ward))
    found = (await rating.data(asked, query, id=global_id("EvaluationCampaign", CAMPAIGN)))["evaluationCampaign"]
    assert found["distribution"] == {"rated": None, "excellent": None, "good": None, "suppressed": True}
    for evaluation, member, level in pairs[4:]:
        await rating.told(decided(evaluation, member, rating.cell, level, rating.ward))
    found = (await rating.data(asked, query, id=global_id("EvaluationCampaign", CAMPAIGN)))["evaluationCampaign"]
    assert found["distribution"] == {"rated": 6, "excellent": 1, "good": 5, "suppressed": False}
    assert found["evaluations"]["totalCount"] == 6


async def test_decisions_show_numerator_denominator_base_and_both_sequences(rating, facts):
    fact = next(example for example in EXAMPLES if isinstance(example, told.RatingsDecided))
    import msgspec

    await rating.told(msgspec.structs.replace(fact, campaign=CAMPAIGN, body=rating.ward, scope=rating.ward))
    query = """query($id: ID!) { evaluationCampaign(id: $id) { decisions {
      excellent limit counted base ratio confirmed notRated organizationSequence membershipSequence
      body { code } } } }"""
    id = global_id("EvaluationCampaign", CAMPAIGN)
    asked = await rating.asked("committee_officer", facts.place("00"))
    (shown,) = (await rating.data(asked, query, id=id))["evaluationCampaign"]["decisions"]
    assert shown == {
        "excellent": 13, "limit": 13, "counted": 67, "base": "GOOD_ONLY", "ratio": "0.20", "confirmed": False,
        "notRated": 4, "organizationSequence": 3412, "membershipSequence": 2041, "body": {"code": "79.26740"},
    }  # fmt: skip
    nobody = await rating.asked("member", subject=f"member@{uuid4()}")
    assert (await rating.data(nobody, query, id=id))["evaluationCampaign"]["decisions"] == []


async def test_simulating_is_posted_and_answered_from_the_views(rating, facts):
    fact = next(example for example in EXAMPLES if isinstance(example, told.CapSimulated))
    import msgspec

    simulated = msgspec.structs.replace(fact, campaign=CAMPAIGN, body=rating.ward)
    await rating.told(simulated)
    rating.hand.answer = Receipt(thing="simulation", id=simulated.simulation, version=1, position="")
    mutation = """mutation($input: SimulateCapInput!) { simulateCap(input: $input) {
      cap { limit limits { base limit } candidates { place points } text confirmed }
      errors { __typename ... on UserError { code path nextStep } } } }"""
    given = {
        "commandId": str(uuid4()),
        "campaignId": global_id("EvaluationCampaign", CAMPAIGN),
        "organizationId": global_id("Organization", rating.ward),
    }
    asked = await rating.asked("committee_officer", rating.ward, language="en")
    shown = (await rating.data(asked, mutation, input=given))["simulateCap"]
    assert shown["errors"] == []
    assert [each["limit"] for each in shown["cap"]["limits"]] == [13, 16, 20]
    assert shown["cap"]["text"].startswith("At most 20%")
    (service, request) = rating.hand.posted[-1]
    assert (service, request.campaign_id, request.organization_id) == ("evaluation", CAMPAIGN, rating.ward)


async def test_a_refused_decision_is_a_typed_error(rating, facts):
    from services.evaluation.domain.refusals_deciding import CapWouldBeExceeded

    refusal: Refusal = CapWouldBeExceeded(
        "ratings", excellent=2, limit=1, counted=4, ratio="20%", base_vi="số Tốt", base_en="those rated GOOD"
    )
    rating.hand.answer = refusal
    mutation = """mutation($input: DecideRatingsInput!) { decideRatings(input: $input) {
      campaign { id } errors { __typename ... on UserError { code message path nextStep } } } }"""
    given = {
        "commandId": str(uuid4()),
        "campaignId": global_id("EvaluationCampaign", CAMPAIGN),
        "organizationId": global_id("Organization", rating.ward),
        "ratings": [{"evaluationId": global_id("Evaluation", rating.ids[0]), "rating": "EXCELLENT"}],
    }
    asked = await rating.asked("committee_officer", rating.ward)
    shown = (await rating.data(asked, mutation, input=given))["decideRatings"]
    assert shown["campaign"] is None
    (error,) = shown["errors"]
    assert (error["__typename"], error["code"]) == ("CapWouldBeExceeded", "CAP_WOULD_BE_EXCEEDED")
    assert (error["path"], "Xuất sắc 2, vượt tối đa 1" in error["message"]) == (["input", "ratings"], True)
    assert "simulateCap" in error["nextStep"]
