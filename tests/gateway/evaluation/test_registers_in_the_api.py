"""Registers in the API: on-time rates, sums without voters, targets beside results, peers, streaks, lists."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest

from services.evaluation.contracts import facts as told
from services.evaluation.contracts import register_facts as registers
from services.evaluation.contracts.enums import (
    CampaignPeriod,
    EvaluationState,
    MeetingMode,
    MeetingOf,
    MeetingQuality,
    Rating,
    SubjectKind,
    TargetMeasure,
    VoteConsequence,
)
from services.evaluation.contracts.examples import EXAMPLES
from services.gateway.reading.ids import global_id
from shared.vocabulary.requests import Receipt


def met(organization: UUID, day: date, **more) -> registers.MeetingRecorded:
    given = {
        "of": MeetingOf.CELL, "mode": MeetingMode.IN_PERSON, "thematic": False, "visited": False, "invited": 20,
        "present": 18, "excused": 1, "points": Decimal(92), "quality": MeetingQuality.GOOD, "every_months": 1,
    }  # fmt: skip
    return registers.MeetingRecorded(meeting=uuid4(), organization=organization, held_on=day, **{**given, **more})


async def test_how_regularly_a_cell_met(gateway, facts):
    cell = facts.place("79.26740.001")
    await gateway.told(
        met(cell, date(2025, 1, 3), visited=True),
        met(cell, date(2025, 1, 20), thematic=True, points=None, quality=None),
        met(cell, date(2025, 3, 3), mode=MeetingMode.ONLINE, points=Decimal(60), quality=MeetingQuality.AVERAGE),
    )
    query = """query($o: ID!) { meetingRecord(organization: $o, year: 2025) {
      due onTime rate online thematic visits averagePoints quality meetings { heldOn present quality } } }"""
    asked = await gateway.asked("cell_secretary", cell)
    shown = (await gateway.data(asked, query, o=global_id("Organization", cell)))["meetingRecord"]
    meetings = shown.pop("meetings")
    assert shown == {
        "due": 12, "onTime": 2, "rate": "0.1667", "online": 1, "thematic": 1, "visits": ["2025-01-03"],
        "averagePoints": "76.00", "quality": "AVERAGE",
    }  # fmt: skip
    assert [each["heldOn"] for each in meetings] == ["2025-03-03", "2025-01-20", "2025-01-03"]
    far = await gateway.asked("committee_officer", facts.place("82"))
    assert (await gateway.data(far, query, o=global_id("Organization", cell)))["meetingRecord"]["meetings"] == []


async def test_a_confidence_vote_is_sums_or_its_outcome(gateway, facts):
    ward, cell, members = facts.place("79.26740"), facts.place("79.26740.001"), [uuid4(), uuid4()]
    for member in members:
        await gateway.told(facts.registered(member, cell, "Nguyễn Văn An"))
    plain = {"organization": ward, "held_on": date(2026, 6, 1), "consequence": VoteConsequence.NONE}
    votes = [
        registers.ConfidenceVoteRecorded(
            vote=uuid4(), person=members[0], summoned=9, present=9, sums=(5, 3, 1), **plain
        ),
        registers.ConfidenceVoteRecorded(
            vote=uuid4(), person=members[1], summoned=None, present=None, sums=None, **plain
        ),
    ]
    await gateway.told(*votes)
    query = """query($o: ID!) { confidenceVotes(organization: $o, year: 2026, first: 5) { totalCount nodes {
      consequence summoned high low member { fullName } organization { code } } } }"""
    officer = await gateway.asked("committee_officer", ward)
    shown = (await gateway.data(officer, query, o=global_id("Organization", ward)))["confidenceVotes"]
    assert shown["totalCount"] == 2
    assert sorted((each["high"], each["low"]) for each in shown["nodes"] if each["high"] is not None) == [(5, 1)]
    assert [each["summoned"] for each in shown["nodes"] if each["high"] is None] == [None]
    root = await gateway.asked("committee_officer", facts.place("00"))
    assert (await gateway.data(root, query, o=global_id("Organization", ward)))["confidenceVotes"]["totalCount"] == 0


@pytest.fixture
async def decided(gateway, facts):
    """A ward's campaign of the year with one decided scope."""
    ward, campaign = facts.place("79.26740"), uuid4()
    opened = told.CampaignOpened(
        campaign=campaign, organization=ward, year=2026, period=CampaignPeriod.YEAR, code="QD366_2025",
        opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31),
    )  # fmt: skip
    fact = next(example for example in EXAMPLES if isinstance(example, told.RatingsDecided))
    await gateway.told(opened, msgspec.structs.replace(fact, campaign=campaign, body=ward, scope=ward))
    gateway.campaign, gateway.ward = campaign, ward
    return gateway


async def test_targets_stand_beside_results_with_base_and_document(decided):
    ward = {"organization": decided.ward, "year": 2026}
    front, good, people = (
        TargetMeasure.FRONT_COMMITTEES_FAIR_OR_BETTER,
        TargetMeasure.MEMBERS_GOOD_OR_BETTER,
        TargetMeasure.MEMBERS_OF_POPULATION,
    )
    shares = {front: "0.70", good: "0.95", people: "0.04"}
    for measure, least in shares.items():
        await decided.told(
            registers.TargetSet(
                target=uuid4(), measure=measure, least=Decimal(least), most=None, source="12-NQ/TU", **ward
            )
        )
    await decided.told(
        registers.FigureRecorded(
            target=uuid4(), measure=front, numerator=412, denominator=560, issued_by=None,
            document_number="45-BC/MTTQ", document_date=date(2026, 12, 1), **ward,
        )
    )  # fmt: skip
    query = """query($o: ID!) { targets(organization: $o, year: 2026) { measure least base numerator denominator share
      needed met cap document { number dated } } }"""
    asked = await decided.asked("committee_officer", decided.ward, language="en")
    shown = {
        each["measure"]: each
        for each in (await decided.data(asked, query, o=global_id("Organization", decided.ward)))["targets"]
    }
    assert shown[front.value]["document"] == {"number": "45-BC/MTTQ", "dated": "2026-12-01"}
    assert (shown[front.value]["share"], shown[front.value]["needed"], shown[front.value]["met"]) == (
        "0.7357",
        392,
        True,
    )
    rated = shown[good.value]
    assert (rated["numerator"], rated["denominator"], rated["met"], rated["base"]) == (
        80, 100, False, "those rated in the year",
    )  # fmt: skip
    assert (shown[people.value]["denominator"], shown[people.value]["met"]) == (None, None)


async def test_the_distribution_of_whole_scopes_is_their_tallies(decided):
    query = """query($id: ID!, $under: ID) { evaluationCampaign(id: $id) { distribution(under: $under) {
      rated excellent good completed notCompleted notRated suppressed } } }"""
    id, ward = global_id("EvaluationCampaign", decided.campaign), global_id("Organization", decided.ward)
    asked = await decided.asked("committee_officer", decided.ward)
    counts = {"excellent": 13, "good": 67, "completed": 19, "notCompleted": 1, "notRated": 4}
    for under in (None, ward):
        shown = (await decided.data(asked, query, id=id, under=under))["evaluationCampaign"]["distribution"]
        assert shown == {"rated": 100, **counts, "suppressed": False}


async def test_advice_names_no_person_and_no_small_body(decided):
    query = """query($id: ID!) { evaluationCampaign(id: $id) { fairness {
      suppressed bodies { rated goodShare advice organization { code } } years { year rated goodShare } } } }"""
    asked = await decided.asked("committee_officer", decided.ward)
    id = global_id("EvaluationCampaign", decided.campaign)
    shown = (await decided.data(asked, query, id=id))["evaluationCampaign"]["fairness"]
    assert shown["bodies"] == [
        {"rated": 100, "goodShare": "0.8000", "advice": None, "organization": {"code": "79.26740"}}
    ]
    assert shown["years"] == [{"year": 2026, "rated": 100, "goodShare": "0.8000"}]
    assert shown["suppressed"] == 0


async def test_a_member_reads_published_ratings_and_the_years_in_a_row(gateway, facts):
    cell, ward, member = facts.place("79.26740.001"), facts.place("79.26740"), uuid4()
    await gateway.told(facts.registered(member, cell, "Nguyễn Văn An"))
    for year, rating, published in (
        (2023, Rating.GOOD, True), (2024, Rating.EXCELLENT, True), (2025, Rating.EXCELLENT, True),
        (2026, Rating.GOOD, False),
    ):  # fmt: skip
        campaign = uuid4()
        standing = told.Standing(
            state=EvaluationState.PUBLISHED, rating=rating, body=ward,
            published_on=date(year, 12, 25) if published else None,
        )  # fmt: skip
        await gateway.told(
            told.CampaignOpened(
                campaign=campaign, organization=ward, year=year, period=CampaignPeriod.YEAR, code="QD366_2025",
                opens_on=date(year, 1, 1), closes_on=date(year, 12, 31),
            ),
            told.RatingPublished(
                evaluation=uuid4(), campaign=campaign, kind=SubjectKind.MEMBER, subject=member, place=cell,
                standing=standing,
            ),
        )  # fmt: skip
    query = """query($id: ID!) { member(id: $id) { excellentStreak ratings(first: 2) {
      totalCount nodes { rating campaign { year } } } } }"""
    own = await gateway.asked("member", subject=f"member@{member}")
    shown = (await gateway.data(own, query, id=global_id("Member", member)))["member"]
    assert shown["excellentStreak"] == 2
    assert shown["ratings"]["totalCount"] == 3
    assert [(each["rating"], each["campaign"]["year"]) for each in shown["ratings"]["nodes"]] == [
        ("EXCELLENT", 2025), ("EXCELLENT", 2024),
    ]  # fmt: skip


async def test_an_entered_list_is_answered_row_by_row(decided, facts):
    fact = next(example for example in EXAMPLES if isinstance(example, told.RowsEntered))
    entered = msgspec.structs.replace(fact, campaign=decided.campaign, organization=decided.ward)
    await decided.told(entered)
    decided.hand.answer = Receipt(thing="entry", id=entered.entry, version=1, position="")
    mutation = """mutation($input: EnterReviewsInput!) { enterReviews(input: $input) {
      entry { entered refused { row code message } } errors { __typename } } }"""
    member = uuid4()
    given = {
        "commandId": str(uuid4()),
        "campaignId": global_id("EvaluationCampaign", decided.campaign),
        "organizationId": global_id("Organization", decided.ward),
        "rows": [{
            "subjectId": global_id("Member", member), "rating": "GOOD",
            "votes": {"summoned": 9, "present": 9, "excellent": 1, "good": 8, "completed": 0, "notCompleted": 0},
        }],
    }  # fmt: skip
    asked = await decided.asked("committee_officer", decided.ward)
    shown = (await decided.data(asked, mutation, input=given))["enterReviews"]
    assert shown["entry"] == {
        "entered": 22,
        "refused": [{"row": 4, "code": "SUBJECT_IS_UNKNOWN", "message": "Không có đối tượng này."}],
    }
    (_, request) = decided.hand.posted[-1]
    assert [(each.subject_id, each.rating, each.votes.good) for each in request.rows] == [(member, "GOOD", 8)]
