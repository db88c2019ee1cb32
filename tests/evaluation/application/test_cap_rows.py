"""The rows behind the cap and behind who decides, each with a value of a province's own, and looking ahead."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import CampaignPeriod, CommentKind, Rating, SubjectKind
from services.evaluation.domain.refusals_campaign import GroupMustBeNamed
from services.evaluation.domain.refusals_coverage import EarlierSubjectsAreOpen
from services.evaluation.domain.refusals_deciding import (
    CapWouldBeExceeded,
    LeaderIsAboveTheUnit,
    NoCapIsInForce,
    SubjectIsOutsideTheBody,
)
from services.organization.contracts.enums import CellSetting, OrganizationType, Role
from services.organization.contracts.requests import SetPolicy
from shared.authority.refusals import ActIsNotPermitted
from tests.evaluation.application.test_entering import VOTES
from tests.evaluation.application.test_season import cell_of
from tests.evaluation.application.test_subjects import SCORES, TASKS

WARD = "79.26740"
THREE = ["EXCELLENT"] * 3 + ["GOOD"] * 2


async def row(season: Any, key: str, value: Any, place: str = "G") -> None:
    """A row of the rules for one organisation."""
    request = SetPolicy(
        command_id=uuid4(), key=key, organization_id=season.places[place], valid_from=date(2026, 1, 1), value=value,
        source="1-HD/ĐU 5-1-2026", confirmed=True,
    )  # fmt: skip
    await season.tell("organization", request, await season.actor(Role.APPROVER, place))


async def own_ward(season: Any) -> str:
    """A ward of its own below the province's ward list, so that rows of one test touch no other."""
    await season.found("O", season.places["79"], OrganizationType.DIRECT_SUPERIOR)
    for name in ("G", "H"):
        await season.found(name, season.places["O"], OrganizationType.GRASSROOTS_COMMITTEE)
    await season.found("A", season.places["G"], OrganizationType.CELL)
    await season.found("B", season.places["H"], OrganizationType.CELL)
    return "O"


async def proposed(season: Any, campaign: Any, cell: str, ratings: list[str]) -> dict:
    _, _, ids = await cell_of(season, cell, ratings, campaign)
    return dict(zip(ids, ratings, strict=True))


async def looked_at(season: Any, campaign: Any, place: str, **more: Any) -> facts.CapSimulated:
    body = {"campaign_id": campaign, "organization_id": season.places[place], **more}
    await season.run(requests.SimulateCap, await season.officer(place), **body)
    return (await season.published(facts.CapSimulated))[-1]


async def told(season: Any) -> facts.RatingsDecided:
    return (await season.published(facts.RatingsDecided))[-1]


async def test_a_cap_across_the_superior_lets_one_committee_have_what_another_leaves(season):
    place = await own_ward(season)
    campaign = await season.campaign(place)
    three, others = await proposed(season, campaign, "A", THREE), await proposed(season, campaign, "B", ["GOOD"] * 13)
    with pytest.raises(CapWouldBeExceeded):
        await season.decide(campaign, "G", three)
    await row(season, "eval.cap_scope", "SUPERIOR", "O")
    assert (await looked_at(season, campaign, "G")).limit == 3
    await season.decide(campaign, "H", others)
    await season.decide(campaign, "G", three)
    decided = await told(season)
    assert (decided.scope, decided.body) == (season.places["O"], season.places["G"])
    assert (decided.excellent, decided.limit, decided.counted) == (3, 3, 15)


async def test_groups_of_similar_function_have_a_cap_each(season):
    await own_ward(season)
    await row(season, "eval.cap_scope", "SIMILAR_GROUP", "O")
    for name, setting in (("A", CellSetting.SCHOOL), ("B", CellSetting.VILLAGE)):
        await season.found(name, season.places["G"], OrganizationType.CELL, setting=setting)
    campaign = await season.campaign("O")
    school = await proposed(season, campaign, "A", ["EXCELLENT", *["GOOD"] * 5])
    village = await proposed(season, campaign, "B", ["EXCELLENT"] * 2 + ["GOOD"] * 5)
    with pytest.raises(GroupMustBeNamed):
        await looked_at(season, campaign, "G")
    ahead = {name: await looked_at(season, campaign, "G", like_id=season.places[name]) for name in ("A", "B")}
    assert [(ahead[name].rated, ahead[name].limit, ahead[name].proposed_excellent) for name in ("A", "B")] == [
        (6, 1, 1), (7, 1, 2),
    ]  # fmt: skip
    with pytest.raises(CapWouldBeExceeded):
        await season.decide(campaign, "G", {**school, **village})
    assert all(fact.campaign != campaign for fact in await season.published(facts.RatingDecided))
    village[next(iter(village))] = "GOOD"
    await season.decide(campaign, "G", {**school, **village})
    assert [fact.excellent for fact in (await season.published(facts.RatingsDecided))[-2:]] == [1, 1]


async def test_an_outstanding_committee_has_the_higher_ratio_by_its_superiors_paper(season):
    campaign = await season.campaign(WARD)
    ratings = await proposed(season, campaign, "A", ["EXCELLENT"] * 3 + ["GOOD"] * 12)
    await proposed(season, campaign, "B", ["GOOD"])
    paper = {"outstanding_decision": "12-QĐ/ĐU"}
    lines = tuple(requests.Decided(evaluation_id=id, rating=Rating(rating)) for id, rating in ratings.items())
    body = {"campaign_id": campaign, "organization_id": season.places["G"], "ratings": lines}
    below, superior = await season.officer("G"), await season.officer(WARD)
    few = {**body, "ratings": lines[:3] + lines[7:]}
    with pytest.raises(CapWouldBeExceeded):
        await season.run(requests.DecideRatings, below, **few)
    with pytest.raises(ActIsNotPermitted):
        await season.run(requests.DecideRatings, below, **body, **paper)
    await season.run(requests.DecideRatings, superior, **body, **paper)
    decided = await told(season)
    assert (decided.excellent, decided.limit, str(decided.ratio), decided.outstanding) == (3, 3, "0.25", True)


async def test_who_decides_is_a_row(season):
    place = await own_ward(season)
    campaign = await season.campaign(place)
    ratings = await proposed(season, campaign, "A", ["GOOD"])
    await row(season, "eval.deciding_body", {"MEMBER": "SUPERIOR"}, "O")
    with pytest.raises(SubjectIsOutsideTheBody):
        await season.decide(campaign, "G", ratings)
    await season.decide(campaign, "O", ratings)
    assert (await told(season)).body == season.places["O"]


async def test_where_no_ratio_is_in_force_nothing_is_held_against_it(season):
    """August 2025: the rows of 366-QĐ/TW begin on the 30th."""
    span = {"period": CampaignPeriod.AD_HOC, "opens_on": date(2025, 7, 5), "closes_on": date(2025, 8, 15)}
    campaign = await season.campaign(WARD, year=2025, rule_set="QD366_2025", **span)
    ratings = await proposed(season, campaign, "A", ["EXCELLENT"] * 4)
    with pytest.raises(NoCapIsInForce):
        await looked_at(season, campaign, "G")
    await season.decide(campaign, "G", ratings)
    decided = await told(season)
    assert (decided.excellent, decided.limit, decided.ratio) == (4, None, None)


async def test_a_ward_sees_every_scope_below_it_grassroots_cells_too(season):
    """Two grassroots cells of one kind under one ward are two scopes, though cells of a committee are one."""
    place = await own_ward(season)
    for name in ("X", "Y"):
        await season.found(name, season.places[place], OrganizationType.GRASSROOTS_CELL)
    campaign = await season.campaign(place)
    await season.found("A2", season.places["G"], OrganizationType.CELL)
    for cell, ratings in (("A", THREE), ("A2", ["GOOD"] * 2), ("X", THREE), ("Y", ["GOOD"] * 5)):
        await proposed(season, campaign, cell, ratings)
    seen = await looked_at(season, campaign, place)
    assert (seen.scopes, seen.rated, seen.proposed_excellent, seen.limit) == (3, 17, 6, 3)
    over = {each.scope: (each.rated, each.excellent, each.limit) for each in seen.over}
    assert over == {season.places["G"]: (7, 3, 1), season.places["X"]: (5, 3, 1)}


async def test_the_place_of_residence_remarks_on_a_working_member(season):
    """213-QĐ/TW: whoever works elsewhere is remarked on where he lives, too."""
    campaign = await season.campaign(WARD)
    (member,) = await season.members("A", 1)
    evaluation = await season.reviewed(campaign, member, await season.secretary("A"), "80")
    said = {"evaluation_id": evaluation, "kind": CommentKind.RESIDENCE, "organization_id": season.places["W"]}
    await season.run(requests.RecordComment, await season.officer(WARD), remark="Gương mẫu nơi cư trú", **said)
    comment = (await season.published(facts.CommentRecorded))[-1]
    assert (comment.comment, comment.organization) == (CommentKind.RESIDENCE, season.places["W"])
    assert season.keyring.open(member, "remark", comment.remark) == "Gương mẫu nơi cư trú"


async def test_committee_before_leader_and_where_a_row_says_so_not_below_him(season):
    place = await own_ward(season)
    campaign = await season.campaign(place)
    (member,) = await season.members("A", 1)
    officer = await season.officer(place)
    form = {"campaign_id": campaign, "scores": SCORES, "tasks": TASKS}
    committee = {"subject_kind": SubjectKind.COMMITTEE, "subject_id": season.places["G"]}
    leader = {"subject_kind": SubjectKind.LEADER, "subject_id": member, "post_ids": (season.places["G"],)}
    led = (await season.run(requests.SubmitSelfReview, officer, **form, **committee)).id
    leading = (await season.run(requests.SubmitSelfReview, officer, **form, **leader)).id
    await season.run(requests.RecordCellVote, officer, evaluation_id=leading, votes=VOTES)
    for evaluation, rating in ((led, Rating.COMPLETED), (leading, Rating.GOOD)):
        await season.run(requests.ProposeRating, officer, evaluation_id=evaluation, rating=rating)
    with pytest.raises(EarlierSubjectsAreOpen):
        await season.decide(campaign, "O", {leading: "GOOD"}, subject_kind=SubjectKind.LEADER)
    await season.decide(campaign, "O", {led: "COMPLETED"}, subject_kind=SubjectKind.COMMITTEE)
    await row(season, "eval.leader_not_above_unit", True, "O")
    with pytest.raises(LeaderIsAboveTheUnit) as caught:
        await season.decide(campaign, "O", {leading: "GOOD"}, subject_kind=SubjectKind.LEADER)
    assert caught.value.wire()["path"] == ["ratings", "0"]
    await season.decide(campaign, "O", {leading: "COMPLETED"}, subject_kind=SubjectKind.LEADER)
    decided = (await season.published(facts.RatingDecided))[-1]
    assert decided.standing.rating == "COMPLETED"
    assert "The collective that is led: COMPLETED" in [step.en for step in decided.steps]
