"""Tự kiểm điểm, bỏ phiếu, đề nghị thành sự việc - what one subject's forms come to: the same for one and for a list."""

from collections.abc import Sequence
from datetime import date

from services.evaluation.application.case import Case
from services.evaluation.application.lookups import Look
from services.evaluation.application.remarks import refuse_silence
from services.evaluation.contracts.enums import NotRatedReason, Rating, ReviewFact
from services.evaluation.contracts.requests import Points, TaskCounts, VoteCounts
from services.evaluation.domain import coverage
from services.evaluation.domain.derivation import in_force
from services.evaluation.domain.evaluation import steps
from services.evaluation.domain.evaluation.facts import CellVoteRecorded, RatingProposed, SelfReviewSubmitted, Votes
from services.evaluation.domain.refusals_rules import FrameIsUnknown
from services.evaluation.domain.review import Review, Score, Tasks
from services.evaluation.domain.rule_set import RuleSetPublished, frame_of


def reviewed(scores: Sequence[Points], tasks: TaskCounts, facts: Sequence[ReviewFact]) -> Review:
    """The form as the domain knows it."""
    counts = Tasks(assigned=tasks.assigned, on_time=tasks.on_time, exceeded=tasks.exceeded, late=tasks.late)
    points = tuple(Score(criterion=score.criterion, points=score.points) for score in scores)
    return Review(scores=points, tasks=counts, facts=tuple(fact.value for fact in facts))


def self_review(
    case: Case, content: RuleSetPublished, name: str | None, review: Review, on: date
) -> SelfReviewSubmitted:
    """The form, checked and derived under the rules of the campaign."""
    frame = frame_of(content, name, case.subject.kind)
    if frame is None:
        raise FrameIsUnknown("frame", rule_set=content.code)
    kept, derivation = steps.self_review(case.evaluation, in_force(frame, case.rules.values), review)
    return SelfReviewSubmitted(
        **case.of,  # pyright: ignore[reportArgumentType]
        frame=frame.frame,
        review=kept,
        derivation=derivation,
        submitted_on=on,
        posts=case.evaluation.posts,
    )


def vote(case: Case, given: VoteCounts, on: date) -> CellVoteRecorded:
    """Tallies that can be true."""
    votes = Votes(**{name: getattr(given, name) for name in given.__struct_fields__})
    steps.vote(case.evaluation, case.subject.kind, votes)
    return CellVoteRecorded(**case.of, cell=case.place, votes=votes, voted_on=on)  # pyright: ignore[reportArgumentType]


async def proposal(
    case: Case, look: Look, rating: Rating, reason: NotRatedReason | None, on: date
) -> tuple[RatingProposed, ...]:
    """What points, conditions and records allow, once everybody who must remark has; nothing if it is said already."""
    coverage.covered(case.uncovered, rating.value, "rating")
    why = reason.value if reason is not None else None
    if why is None and rating is Rating.NOT_RATED and case.uncovered is not None:
        why = case.uncovered.reason
    fact = RatingProposed(
        **case.of,  # pyright: ignore[reportArgumentType]
        organization=case.place,
        rating=rating.value,
        not_rated=why,
        proposed_on=on,
    )
    facts = steps.propose(case.evaluation, fact)
    if facts and fact.rating != "NOT_RATED":
        await refuse_silence(case, look)
    return facts
