"""Lists: many subjects in one commit, a verdict per row; and fifty claims at once for the last place under the cap."""

import asyncio
import os
from decimal import Decimal
from uuid import uuid4

import msgspec
import pytest

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import Rating
from services.evaluation.domain.refusals_coverage import ListOfRowsIsUnfit
from services.evaluation.domain.refusals_deciding import CapWouldBeExceeded
from services.organization.contracts.enums import Role
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.refusals import LogIsBusy, VersionIsStale
from tests.evaluation.application.test_season import PASSES

ROUNDS, CLAIMS = int(os.environ.get("CLAIM_ROUNDS", "3")), 50
VOTES = requests.VoteCounts(summoned=9, present=9, excellent=5, good=4, completed=0, not_completed=0)
TOP = requests.TaskCounts(assigned=20, on_time=20, exceeded=10, late=0)


def row(member, level: str, points: str | None = None, **more) -> requests.ReviewRow:
    total = Decimal(points or PASSES[level])
    scores = (
        requests.Points(criterion="COMMON", points=min(total, Decimal(30))),
        requests.Points(criterion="RESULTS", points=max(total - 30, Decimal(0))),
    )
    given = {"scores": scores, "tasks": TOP, "votes": VOTES, "rating": Rating(level)}
    return msgspec.structs.replace(requests.ReviewRow(subject_id=member, **given), **more)


async def entered(season, campaign, place: str, rows, actor=None):
    body = {"campaign_id": campaign, "organization_id": season.places[place], "rows": tuple(rows)}
    return await season.run(requests.EnterReviews, actor or await season.officer(place), **body)


async def test_a_list_is_one_commit_and_a_bad_row_holds_up_no_other(season):
    campaign = await season.campaign("79.26740")
    inside, outside = await season.members("A", 4), await season.members("W", 1)
    rows = [
        row(inside[0], "GOOD"),
        row(inside[1], "EXCELLENT", "80"),
        row(outside[0], "GOOD"),
        row(inside[2], "GOOD", "100.001"),
        row(inside[3], "EXCELLENT"),
    ]
    before = season.logs["evaluation"].head.position
    await entered(season, campaign, "G", rows)
    assert season.logs["evaluation"].head.position == before + 2 * 3 + 1
    told = (await season.published(facts.RowsEntered))[-1]
    assert (told.entered, [(each.row, each.code) for each in told.refused]) == (
        2,
        [
            (1, "RATING_IS_ABOVE_WHAT_IS_DERIVED"),
            (2, "SUBJECT_IS_UNKNOWN"),
            (3, "POINTS_ARE_OUT_OF_RANGE"),
        ],
    )
    states = [(await season.state(campaign, member)).state for member in inside]
    assert states == ["PROPOSED", "OPEN", "OPEN", "PROPOSED"]


async def test_a_list_goes_step_by_step_and_only_from_there(season):
    campaign = await season.campaign("79.26740")
    members = await season.members("A", 2)
    secretary = await season.secretary("A")
    forms = [row(member, "GOOD", votes=None, rating=None) for member in members]
    await entered(season, campaign, "A", forms, secretary)
    assert (await season.state(campaign, members[0])).state == "SELF_REVIEWED"
    later = [row(member, "GOOD", scores=(), tasks=None) for member in members]
    await entered(season, campaign, "A", later, secretary)
    assert (await season.state(campaign, members[1])).state == "PROPOSED"
    with pytest.raises(ActIsNotPermitted):
        await entered(season, campaign, "G", forms, secretary)
    for unfit in ([], [forms[0], forms[0]], [row(uuid4(), "GOOD") for _ in range(251)]):
        with pytest.raises(ListOfRowsIsUnfit):
            await entered(season, campaign, "A", unfit, secretary)


async def test_who_enters_a_list_states_his_own_work_but_neither_votes_on_it_nor_proposes(season):
    campaign = await season.campaign("79.26740")
    own, other = await season.members("A", 2)
    secretary = await season.actor(Role.CELL_SECRETARY, "A", f"member@{own}")
    await entered(season, campaign, "A", [row(own, "GOOD"), row(other, "GOOD")], secretary)
    await entered(season, campaign, "A", [row(own, "GOOD", votes=None, rating=None)], secretary)
    for later in ({"votes": VOTES, "rating": None}, {"votes": None, "rating": Rating.GOOD}):
        await entered(season, campaign, "A", [row(own, "GOOD", scores=(), tasks=None, **later)], secretary)
    told = [(each.entered, [one.code for one in each.refused]) for each in await season.published(facts.RowsEntered)]
    refused = (0, ["OWN_EVALUATION_IS_DONE_BY_OTHERS"])
    assert told[-4:] == [(1, refused[1]), (1, []), refused, refused]
    states = [(await season.state(campaign, member)).state for member in (own, other)]
    assert states == ["SELF_REVIEWED", "PROPOSED"]


async def test_fifty_claims_for_the_last_place_again_and_again(season):
    """CLAIM_ROUNDS=100 in `make proof`: whoever comes first has the place, and the cap is never exceeded."""
    officer = await season.officer("G")
    for _ in range(ROUNDS):
        campaign = await season.campaign("79.26740")
        members = await season.members("A", CLAIMS + 5)
        rows = [row(member, "EXCELLENT" if number < CLAIMS else "GOOD") for number, member in enumerate(members)]
        await entered(season, campaign, "G", rows)
        ids = [fact.evaluation for fact in (await season.published(facts.RatingProposed))[-len(members) :]]
        await season.decide(campaign, "G", dict.fromkeys(ids[CLAIMS:], "GOOD"))

        async def claim(evaluation, campaign=campaign) -> bool:
            line = requests.Decided(evaluation_id=evaluation, rating=Rating.EXCELLENT)
            body = {"campaign_id": campaign, "organization_id": season.places["G"], "ratings": (line,)}
            try:
                await season.commands["evaluation"].run(requests.DecideRatings(command_id=uuid4(), **body), officer)
            except (CapWouldBeExceeded, VersionIsStale, LogIsBusy):
                return False
            return True

        won = await asyncio.gather(*(claim(evaluation) for evaluation in ids[:CLAIMS]))
        decided = [fact for fact in await season.published(facts.RatingsDecided) if fact.campaign == campaign]
        assert won.count(True) == 1
        assert [fact.excellent for fact in decided] == [0, 1]
        assert all(fact.excellent <= fact.limit for fact in decided)
    print(f"{ROUNDS} rounds of {CLAIMS} claims for the last place: {ROUNDS} won, the cap never exceeded")
