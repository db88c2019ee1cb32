"""Where an evaluation stands."""

from datetime import date
from typing import Any, Literal, assert_never
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from services.evaluation.domain.derivation import Derivation, Step
from services.evaluation.domain.evaluation import facts as told
from services.evaluation.domain.evaluation.facts import EVALUATION_FACTS, Subject
from services.evaluation.domain.ratings import NotRated, Rating
from services.evaluation.domain.review import Review
from services.evaluation.domain.rule_set import NAMESPACE
from shared.vocabulary.facts import Stream

State = Literal[
    "OPEN", "SELF_REVIEWED", "COMMENTED", "VOTED", "PROPOSED", "DECIDED", "PUBLISHED", "APPEALED", "REVISED", "CLOSED"
]


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What the next step needs to know; `campaign` is None while nothing has happened."""

    campaign: UUID | None = None
    subject: Subject | None = None
    place: UUID | None = None
    state: State = "OPEN"
    frame: str = ""
    derivation: Derivation | None = None
    review: Review | None = None
    comments: frozenset[tuple[str, UUID]] = frozenset()
    voted: bool = False
    proposed: Rating | None = None
    proposed_not_rated: NotRated | None = None
    rating: Rating | None = None
    not_rated: NotRated | None = None
    body: UUID | None = None
    quota: UUID | None = None
    steps: tuple[Step, ...] = ()
    published_on: date | None = None
    posts: tuple[UUID, ...] = ()
    closed_at: State | None = None  # where it stood when it was closed


def evolve(now: Evaluation, fact: Any) -> Evaluation:  # noqa: PLR0911, PLR0912 - one case per fact
    """Fact → state."""
    of = {"campaign": fact.campaign, "subject": fact.subject, "place": fact.place}
    match fact:
        case told.SelfReviewSubmitted(frame=frame, derivation=derivation, posts=posts, review=review):
            given = {**of, "frame": frame, "derivation": derivation, "steps": derivation.steps, "posts": posts}
            given["review"] = review
            return replace(now, **given, state="SELF_REVIEWED")
        case told.CommentRecorded(kind=kind, organization=organization):
            state: State = "VOTED" if now.voted else "COMMENTED" if now.derivation else "OPEN"
            return replace(now, **of, state=state, comments=now.comments | {(kind, organization)})
        case told.CellVoteRecorded():
            return replace(now, **of, state="VOTED", voted=True)
        case told.RatingProposed(rating=rating, not_rated=reason):
            return replace(now, **of, state="PROPOSED", proposed=rating, proposed_not_rated=reason)
        case told.RatingDecided(rating=rating, not_rated=reason, body=body, quota=quota, steps=steps):
            return replace(
                now, **of, state="DECIDED", rating=rating, not_rated=reason, body=body, quota=quota, steps=steps
            )
        case told.RatingPublished(published_on=on):
            return replace(now, **of, state="PUBLISHED", published_on=on)
        case told.RatingAppealed():
            return replace(now, **of, state="APPEALED")
        case told.RatingConfirmed():
            return replace(now, **of, state="PUBLISHED")
        case told.RatingRevised(rating=rating, steps=steps, decided_on=on):
            return replace(now, **of, state="REVISED", rating=rating, steps=steps, published_on=on)
        case told.EvaluationClosed(reason=reason, steps=steps):
            return replace(now, **of, state="CLOSED", closed_at=now.state, not_rated=reason, steps=steps)
        case told.EvaluationResumed():
            state = now.closed_at or "OPEN"
            why = now.derivation.steps if now.derivation else ()
            return replace(now, **of, state=state, closed_at=None, not_rated=None, steps=why)
        case told.EvaluationReopened():
            return replace(now, **of, state="SELF_REVIEWED" if now.derivation else "OPEN", voted=False, proposed=None)
        case _:
            assert_never(fact)


EVALUATIONS: Stream[Evaluation] = Stream("evaluation", Evaluation(), evolve, EVALUATION_FACTS)


def rated_once(subject: Subject, period: str, closes_on: date) -> str | None:
    """What no two campaigns may both give: the rating of a subject for a quarter, a year or a term."""
    if period == "AD_HOC":
        return None
    quarter = f"/{(closes_on.month + 2) // 3}" if period == "QUARTER" else ""
    return f"{subject.kind}/{subject.id}/{period}/{closes_on.year}{quarter}"


def evaluation_id(campaign: UUID, subject: Subject) -> UUID:
    """One evaluation per campaign and subject: nobody is rated twice."""
    return uuid5(NAMESPACE, f"evaluation|{campaign}|{subject.kind}|{subject.id}")
