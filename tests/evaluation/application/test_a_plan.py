"""A real plan in the middle of a campaign, in effect and undone: drafted, counted, approved and executed as people do.

Nothing is told by hand here: organization stages the plan and says when it takes effect and when it is taken back.
"""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import Rating, SubjectKind
from services.evaluation.domain import refusals as refused
from services.organization.application.execution import ProveRestructuring, step_id
from services.organization.contracts import requests as organization
from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.facts import RestructuringTookEffect
from services.organization.contracts.restructuring import Operation
from services.organization.domain.restructuring.report import Figures
from services.organization.domain.restructuring.restructuring import RESTRUCTURING
from services.recount.recount import Recount, recount
from shared.http.pages import FactsPage
from shared.vocabulary.position import Position
from tests.evaluation.application.test_entering import row
from tests.evaluation.application.test_subjects import SCORES, TASKS, settled

ON = date(2026, 11, 1)


class Desk:
    """Two persons over the ward, who merge and undo."""

    def __init__(self, season: Any) -> None:
        self.season = season

    async def merged(self, source: str, target: str, on: date = ON) -> UUID:
        """W into V: drafted by one, approved and executed by the other."""
        season = self.season
        heads = Position(at={name: season.logs[name].head.sequence for name in ("membership", "evaluation")})
        assert await season.positions["organization"].wait(heads, 20)  # a plan counts whom its own view knows
        drafter, approver = await season.officer("79"), await season.actor(Role.APPROVER, "79")
        places = season.places
        operation = Operation(kind="MERGE_INTO", sources=(places[source],), target=str(places[target]))
        draft = organization.DraftRestructuring(command_id=uuid4(), title="Sáp nhập", effective_on=on)
        plan = (await season.tell("organization", draft, drafter)).id
        add = organization.AddOperations(command_id=uuid4(), restructuring_id=plan, operations=(operation,))
        await season.tell("organization", add, drafter)
        count = organization.DryRunRestructuring(command_id=uuid4(), restructuring_id=plan)
        await season.tell("organization", count, drafter)
        digest = (await self._state(plan)).report.digest
        for step in (organization.ApproveRestructuring, organization.ExecuteRestructuring):
            request = step(command_id=uuid4(), restructuring_id=plan, digest=digest)
            await season.tell("organization", request, approver)
        await self._reaches(plan, "EXECUTED")
        return plan

    async def undone(self, plan: UUID) -> None:
        """Taken back by a decision."""
        undo = organization.UndoRestructuring(
            command_id=uuid4(), restructuring_id=plan, decision_number="9-QĐ/TU", decision_date=date(2026, 12, 1)
        )
        await self.season.tell("organization", undo, await self.season.actor(Role.APPROVER, "79"))
        await self._reaches(plan, "UNDONE")

    async def proved(self, plan: UUID) -> Any:
        """The proof, counted once every view shows the effect: what the timer does each second."""
        rows = await self.season.logs["organization"].read_outbox(0, 100_000)
        told = [row.delivered("organization").fact for row in rows]
        [effect] = [fact for fact in told if isinstance(fact, RestructuringTookEffect) and fact.plan == plan]
        before = msgspec.convert(msgspec.to_builtins(effect.before), Figures)
        prove = ProveRestructuring(command_id=step_id(plan, "proof"), restructuring_id=plan, before=before)
        await self.season.tell("organization", prove)
        return (await self._state(plan)).proof

    async def again(self, plan: UUID, without: UUID | None = None) -> Recount:
        """The proof counted again from the three published logs; `without`: an evaluation that is kept from it."""
        logs = self.season.logs

        async def fetch(service: str, after: int, limit: int) -> FactsPage:
            rows = await logs[service].read_outbox(after, limit)
            told = [row for row in rows if row.aggregate != without]
            return FactsPage(epoch="", head=logs[service].head.sequence, rows=told)

        return await recount(fetch, plan)

    async def _reaches(self, plan: UUID, state: str) -> None:
        for _ in range(200):
            if (await self._state(plan)).state == state:
                break
            await asyncio.sleep(0.05)
        assert (await self._state(plan)).state == state
        head = Position(at={"organization": self.season.logs["organization"].head.sequence})
        for known in self.season.positions.values():
            assert await known.wait(head, 20)

    async def _state(self, plan: UUID) -> Any:
        state = RESTRUCTURING.initial
        for recorded in await self.season.logs["organization"].read_stream(plan):
            state = RESTRUCTURING.evolve(state, recorded.fact)
        return state


@pytest.fixture
def desk(season: Any) -> Desk:
    """The two persons."""
    return Desk(season)


async def test_an_undone_plan_takes_up_again_what_it_had_closed(season, desk):
    """W's own evaluation is closed by the merger and goes on where it stood when the merger is taken back."""
    campaign = await season.campaign("79.26740")
    ward = await season.officer("79.26740")
    form = {"campaign_id": campaign, "scores": SCORES, "tasks": TASKS, "subject_kind": SubjectKind.ORGANIZATION}
    ids = {
        name: (await season.run(requests.SubmitSelfReview, ward, subject_id=season.places[name], **form)).id
        for name in ("W", "V")
    }
    plan = await desk.merged("W", "V")
    assert await settled(season) == 1
    told = (await season.published(facts.EvaluationClosed))[-1]
    assert (told.evaluation, told.standing.not_rated) == (ids["W"], "ENDED")
    await desk.undone(plan)
    assert await settled(season) == 1
    told = (await season.published(facts.EvaluationResumed))[-1]
    assert (told.evaluation, told.standing.state) == (ids["W"], "SELF_REVIEWED")
    assert await settled(season) == 0
    for evaluation in ids.values():
        await season.run(requests.ProposeRating, ward, evaluation_id=evaluation, rating=Rating.GOOD)
    whole = dict.fromkeys(ids.values(), "GOOD")
    await season.decide(campaign, "79.26740", whole, subject_kind=SubjectKind.ORGANIZATION)


async def test_members_follow_a_plan_and_come_back_with_it(season, desk):
    """While W is merged its members are V's to rate; undone, W's secretary has them again and V's does not."""
    campaign = await season.campaign("79.26740")
    member, other = await season.members("W", 2)
    own, heir = await season.secretary("W"), await season.secretary("V")
    before = await season.reviewed(campaign, member, own, "80")
    plan = await desk.merged("W", "V")
    after = await season.reviewed(campaign, other, heir, "80")
    told = (await season.published(facts.SelfReviewSubmitted))[-1]
    assert (told.subject, told.place) == (other, season.places["V"])
    assert await settled(season) == 0
    await desk.undone(plan)
    votes = requests.VoteCounts(summoned=9, present=9, excellent=5, good=4, completed=0, not_completed=0)
    for evaluation in (before, after):
        with pytest.raises(refused.EvaluationIsUnknown):
            await season.run(requests.RecordCellVote, heir, evaluation_id=evaluation, votes=votes)
        await season.run(requests.RecordCellVote, own, evaluation_id=evaluation, votes=votes)
        await season.run(requests.ProposeRating, own, evaluation_id=evaluation, rating=Rating.GOOD)
    await season.decide(campaign, "79.26740", dict.fromkeys((before, after), "GOOD"))
    decided = [fact for fact in await season.published(facts.RatingDecided) if fact.campaign == campaign]
    assert {fact.place for fact in decided} == {season.places["W"]}
    assert sorted(fact.subject for fact in decided) == sorted((member, other))


async def test_running_evaluations_stand_in_the_proof_and_go_on_at_the_successor(season, desk):
    """One reviewed, one voted on, one decided: W is merged, the proof has the running ones, V's secretary goes on."""
    campaign = await season.campaign("79.26740")
    reviewing, voted = await season.members("W", 2)
    own, heir = await season.secretary("W"), await season.secretary("V")
    running = [await season.reviewed(campaign, member, own, "80") for member in (reviewing, voted)]
    votes = requests.VoteCounts(summoned=9, present=9, excellent=5, good=4, completed=0, not_completed=0)
    await season.run(requests.RecordCellVote, own, evaluation_id=running[1], votes=votes)
    plan = await desk.merged("W", "V")
    proof = await desk.proved(plan)
    assert proof.holds and proof.before.evaluations == proof.after.evaluations >= len(running)
    again = await desk.again(plan)
    assert (again.differences, again.before["evaluations"]) == ([], proof.before.evaluations)
    for evaluation in running:
        less = proof.before.evaluations - 1
        found = (await desk.again(plan, without=evaluation)).differences
        assert f"evaluations before: {less} counted, {less + 1} stored" in found, "each of them is one of those proved"
    with pytest.raises(refused.EvaluationIsUnknown):
        await season.run(requests.RecordCellVote, own, evaluation_id=running[0], votes=votes)
    await season.run(requests.RecordCellVote, heir, evaluation_id=running[0], votes=votes)
    for evaluation in running:
        await season.run(requests.ProposeRating, heir, evaluation_id=evaluation, rating=Rating.GOOD)
    await season.decide(campaign, "79.26740", dict.fromkeys(running, "GOOD"))
    decided = [fact for fact in await season.published(facts.RatingDecided) if fact.campaign == campaign]
    assert {fact.evaluation: fact.place for fact in decided} == dict.fromkeys(running, season.places["V"])


async def test_a_campaign_goes_on_when_its_own_body_is_merged(season, desk):
    """A ward opens a campaign and is merged into another one: nothing is closed, the heir decides under its own cap."""
    for name in ("O1", "O2"):
        await season.found(name, season.places["79"], OrganizationType.DIRECT_SUPERIOR)
        await season.found(f"cell {name}", season.places[name], OrganizationType.CELL)
    campaign = await season.campaign("O1")
    member, other = await season.members("cell O1", 2)
    secretary = await season.secretary("cell O1")
    evaluation = await season.proposed(campaign, member, secretary, "80", "GOOD")
    await desk.merged("O1", "O2")
    await season.moved(member, ["cell O1", "O2", "cell O2"], date(2026, 12, 1))
    assert await settled(season) == 0, "a cell of the heir is inside, also one that was the heir's before"
    later = await season.proposed(campaign, other, secretary, "80", "GOOD")
    rows = (row((await season.members("cell O2", 1))[0], "GOOD"),)
    heir = {"campaign_id": campaign, "organization_id": season.places["O2"]}
    await season.run(requests.EnterReviews, await season.officer("O2"), rows=rows, **heir)
    joined = (await season.published(facts.RatingProposed))[-1].evaluation
    await season.decide(campaign, "O2", dict.fromkeys((evaluation, later, joined), "GOOD"))
    told = (await season.published(facts.RatingsDecided))[-1]
    assert (told.body, told.scope, told.good) == (season.places["O2"], season.places["O2"], 3)
