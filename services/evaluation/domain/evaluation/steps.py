"""The steps: which state allows them, and what each must satisfy."""

from datetime import timedelta
from decimal import Decimal

from services.evaluation.domain.derivation import Derivation, Step, derive
from services.evaluation.domain.evaluation.facts import (
    CommentKind,
    RatingAppealed,
    RatingProposed,
    RatingPublished,
    Votes,
)
from services.evaluation.domain.evaluation.state import Evaluation, State
from services.evaluation.domain.ratings import NOT_RATED_VI, PERSONS, NotRated, Rating, is_above
from services.evaluation.domain.refusals import (
    AppealIsTooLate,
    MoreVotesThanPresent,
    NothingIsProposed,
    RatingIsAboveWhatIsDerived,
    ReasonIsForNotRated,
    ReasonIsNeeded,
    StepIsNotAllowedInState,
    VoteIsForMembers,
)
from services.evaluation.domain.refusals_coverage import EvaluationIsClosed
from services.evaluation.domain.review import Review, checked
from services.evaluation.domain.rule_set import Frame

_BEFORE_DECISION: tuple[State, ...] = ("OPEN", "SELF_REVIEWED", "COMMENTED", "VOTED", "PROPOSED")
_REVIEWED: tuple[State, ...] = ("SELF_REVIEWED", "COMMENTED", "VOTED")
ALLOWED: dict[str, tuple[State, ...]] = {
    "SELF_REVIEW": ("OPEN", "SELF_REVIEWED"),
    "COMMENT": ("OPEN", *_REVIEWED),
    "VOTE": ("SELF_REVIEWED", "COMMENTED"),
    "PROPOSE": (*_REVIEWED, "PROPOSED"),
    "PROPOSE_NOT_RATED": _BEFORE_DECISION,
    "DECIDE": ("PROPOSED",),
    "PUBLISH": ("DECIDED",),
    "APPEAL": ("PUBLISHED", "REVISED"),
    "DECIDE_APPEAL": ("APPEALED",),
    "REOPEN": ("DECIDED", "PUBLISHED", "REVISED"),
}


def runs(now: Evaluation) -> bool:
    """Whether it is begun and not yet decided."""
    return now.campaign is not None and now.state in _BEFORE_DECISION


def require(step: str, now: Evaluation) -> None:
    """Refuse a step that the state does not allow, naming those that it does."""
    if now.state == "CLOSED":
        said = now.not_rated or "OTHER"
        raise EvaluationIsClosed("evaluation_id", reason=said, reason_vi=NOT_RATED_VI[said])
    if now.state not in ALLOWED[step]:
        open_now = ", ".join(name for name, states in ALLOWED.items() if now.state in states)
        raise StepIsNotAllowedInState("evaluation_id", step=step, state=now.state, allowed=open_now or "-")


def self_review(now: Evaluation, frame: Frame, review: Review) -> tuple[Review, Derivation]:
    """The checked form and what it comes to."""
    require("SELF_REVIEW", now)
    kept = checked(frame, review)
    return kept, derive(frame, kept)


def comment(now: Evaluation, kind: CommentKind, organization: object) -> bool:
    """Whether this comment says something new about the evaluation's course."""
    require("COMMENT", now)
    return (kind, organization) not in now.comments


def vote(now: Evaluation, kind: str, votes: Votes) -> None:
    """Tallies that can be true: no more ballots than present, no more present than summoned."""
    require("VOTE", now)
    if kind not in PERSONS:
        raise VoteIsForMembers("evaluation_id")
    counts = (votes.summoned, votes.present, votes.excellent, votes.good, votes.completed, votes.not_completed)
    if min(counts) < 0 or votes.cast > votes.present or votes.present > votes.summoned:
        raise MoreVotesThanPresent("votes", cast=votes.cast, present=votes.present, summoned=votes.summoned)


def propose(now: Evaluation, asked: RatingProposed) -> tuple[RatingProposed, ...]:
    """A rating that points and conditions allow, or none with a reason; for members the cell has voted."""
    _reason_fits(asked.rating, asked.not_rated)
    require("PROPOSE_NOT_RATED" if asked.rating == "NOT_RATED" else "PROPOSE", now)
    if asked.rating != "NOT_RATED":
        if asked.subject.kind in PERSONS and not now.voted:
            raise StepIsNotAllowedInState("evaluation_id", step="PROPOSE", state=now.state, allowed="COMMENT, VOTE")
        within(now, asked.rating)
    same = now.state == "PROPOSED" and (now.proposed, now.proposed_not_rated) == (asked.rating, asked.not_rated)
    return () if same else (asked,)


def within(now: Evaluation, rating: Rating, *path: str) -> None:
    """No rating is better than points and conditions allow."""
    if now.derivation is not None and is_above(rating, now.derivation.rating):
        raise RatingIsAboveWhatIsDerived(*(path or ("rating",)), rating=rating, derived=now.derivation.rating)


def decided(now: Evaluation, rating: Rating, reason: NotRated | None, *path: str) -> NotRated | None:
    """Whether this rating may be given now; the reason of a NOT_RATED, the proposed one if none is said."""
    if now.proposed is None:
        raise NothingIsProposed(*path)
    require("DECIDE", now)
    said = reason or (now.proposed_not_rated if rating == "NOT_RATED" else None)
    _reason_fits(rating, said)
    if rating != "NOT_RATED" and now.derivation is None:
        raise NothingIsProposed(*path)
    within(now, rating, *path)
    return said


def publish(now: Evaluation, asked: RatingPublished) -> tuple[RatingPublished, ...]:
    """Once; what is published already stays as it is."""
    if now.state in ("PUBLISHED", "APPEALED", "REVISED"):
        return ()
    require("PUBLISH", now)
    return (asked,)


def appeal(now: Evaluation, asked: RatingAppealed, days: int | None) -> tuple[RatingAppealed, ...]:
    """Within the days of the policy row, where one claims a number."""
    require("APPEAL", now)
    assert now.published_on is not None
    if days is not None and asked.appealed_on > now.published_on + timedelta(days=days):
        raise AppealIsTooLate("evaluation_id", days=days, until=now.published_on + timedelta(days=days))
    return (asked,)


def explained(now: Evaluation, *more: Step) -> tuple[Step, ...]:
    """The reasons of the review, then what came later; an earlier cap step is left behind."""
    return (*(now.derivation.steps if now.derivation else ()), *more)


def points_of(now: Evaluation) -> Decimal | None:
    """The points of the review, None where there are none: a missing part is never zero."""
    return now.derivation.points if now.derivation else None


def _reason_fits(rating: Rating, reason: NotRated | None) -> None:
    if rating == "NOT_RATED" and reason is None:
        raise ReasonIsNeeded("not_rated_reason")
    if rating != "NOT_RATED" and reason is not None:
        raise ReasonIsForNotRated("not_rated_reason")
