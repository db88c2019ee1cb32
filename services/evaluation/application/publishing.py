"""Những gì evaluation kể cho các dịch vụ khác - the only place that turns own facts into published ones."""

from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from services.evaluation.application.publishing_registers import REGISTERS
from services.evaluation.application.telling import tells_who
from services.evaluation.contracts import facts as published
from services.evaluation.contracts.enums import Rating
from services.evaluation.domain import campaign, entry, quota, rule_set, simulation
from services.evaluation.domain.derivation import Step
from services.evaluation.domain.evaluation import facts as told
from services.evaluation.domain.evaluation.state import Evaluation
from services.evaluation.domain.ratings import LEVELS
from shared.vocabulary.facts import PublishedFact, Publishing

_PLAIN: dict[type[told.EvaluationFact], type[published.EvaluationFact]] = {
    told.RatingProposed: published.RatingProposed,
    told.RatingPublished: published.RatingPublished,
    told.RatingAppealed: published.RatingAppealed,
    told.RatingConfirmed: published.RatingConfirmed,
    told.EvaluationReopened: published.EvaluationReopened,
}
_EXPLAINED: dict[type[told.EvaluationFact], type[published.EvaluationFact]] = {
    told.RatingDecided: published.RatingDecided,
    told.RatingRevised: published.RatingRevised,
    told.EvaluationClosed: published.EvaluationClosed,
}


def _of(fact: told.EvaluationFact, evaluation: UUID, after: Evaluation) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "campaign": fact.campaign,
        "kind": fact.subject.kind,
        "subject": fact.subject.id,
        "place": fact.place,
        "standing": _standing(after),
    }


def _standing(after: Evaluation) -> published.Standing:
    derivation = after.derivation
    return published.Standing(
        state=after.state,  # pyright: ignore[reportArgumentType] - the same names
        points=derivation.points if derivation else None,
        derived=derivation.rating if derivation else None,  # pyright: ignore[reportArgumentType]
        proposed=after.proposed,  # pyright: ignore[reportArgumentType]
        rating=after.rating,  # pyright: ignore[reportArgumentType]
        not_rated=after.not_rated,  # pyright: ignore[reportArgumentType]
        body=after.body,
        published_on=after.published_on,
    )


def _steps(steps: tuple[Step, ...]) -> tuple[published.ExplanationStep, ...]:
    return tuple(map(_step, steps))


@lru_cache(maxsize=4_096)
def _step(step: Step) -> published.ExplanationStep:
    return published.ExplanationStep(**msgspec.structs.asdict(step))


def _plain(fact: told.EvaluationFact, id: UUID, after: Evaluation) -> PublishedFact:
    return _PLAIN[type(fact)](**_of(fact, id, after))


def _explained(fact: Any, id: UUID, after: Evaluation) -> PublishedFact:
    return _EXPLAINED[type(fact)](**_of(fact, id, after), steps=_steps(fact.steps))  # pyright: ignore[reportCallIssue]


def _resumed(fact: told.EvaluationResumed, id: UUID, after: Evaluation) -> PublishedFact:
    return published.EvaluationResumed(**_of(fact, id, after), steps=_steps(after.steps))


def _reviewed(fact: told.SelfReviewSubmitted, id: UUID, after: Evaluation) -> PublishedFact:
    steps = _steps(fact.derivation.steps)
    return published.SelfReviewSubmitted(**_of(fact, id, after), steps=steps, remark=fact.remark)


def _commented(fact: told.CommentRecorded, id: UUID, after: Evaluation) -> PublishedFact:
    return published.CommentRecorded(
        **_of(fact, id, after),
        comment=fact.kind,  # pyright: ignore[reportArgumentType]
        organization=fact.organization,
        commented_on=fact.commented_on,
        remark=fact.remark,
    )


def _voted(fact: told.CellVoteRecorded, id: UUID, after: Evaluation) -> PublishedFact:
    votes = fact.votes
    counts = (votes.excellent, votes.good, votes.completed, votes.not_completed)
    hidden = tells_who(votes.present, counts)
    majority = (Rating(level) for level, count in zip(LEVELS, counts, strict=True) if count * 2 > votes.summoned)
    return published.CellVoteRecorded(
        **_of(fact, id, after),
        outcome=next(majority, None),
        summoned=None if hidden else votes.summoned,
        present=None if hidden else votes.present,
        counts=None if hidden else counts,
    )


def _decided(fact: quota.RatingsDecided, id: UUID, after: quota.Quota) -> PublishedFact:
    tally = fact.tally
    return published.RatingsDecided(
        quota=id,
        campaign=fact.campaign,
        body=fact.body,
        scope=fact.scope,
        kind=fact.kind,  # pyright: ignore[reportArgumentType]
        decided_on=fact.decided_on,
        **msgspec.structs.asdict(tally),
        not_rated=len(after.ratings) - tally.rated,
        limit=fact.limit,
        counted=fact.counted,
        ratio=fact.ratio,
        base=fact.base,  # pyright: ignore[reportArgumentType]
        confirmed=fact.confirmed,
        outstanding=fact.outstanding,
        organization_sequence=fact.organization_sequence,
        membership_sequence=fact.membership_sequence,
    )


def _simulated(fact: simulation.CapSimulated, id: UUID, _after: Any) -> PublishedFact:
    told_ = msgspec.to_builtins(fact)
    return msgspec.convert({**told_, "simulation": str(id)}, published.CapSimulated)


def _opened(fact: campaign.CampaignOpened, id: UUID, _after: Any) -> PublishedFact:
    return published.CampaignOpened(
        campaign=id,
        organization=fact.organization,
        year=fact.year,
        period=fact.period,  # pyright: ignore[reportArgumentType]
        code=fact.rule_set,
        opens_on=fact.opens_on,
        closes_on=fact.closes_on,
    )


def _entered(fact: entry.RowsEntered, id: UUID, _after: Any) -> PublishedFact:
    told_ = msgspec.to_builtins(fact)
    return msgspec.convert({**told_, "entry": str(id)}, published.RowsEntered)


def _rule_set(fact: rule_set.RuleSetPublished, id: UUID, _after: Any) -> PublishedFact:
    names = ("code", "vi", "en", "source", "confirmed")
    return published.RuleSetPublished(rule_set=id, **{name: getattr(fact, name) for name in names})


PUBLISHING: Publishing = {
    rule_set.RuleSetPublished: _rule_set,
    campaign.CampaignOpened: _opened,
    told.SelfReviewSubmitted: _reviewed,
    told.CommentRecorded: _commented,
    told.EvaluationResumed: _resumed,
    told.CellVoteRecorded: _voted,
    quota.RatingsDecided: _decided,
    simulation.CapSimulated: _simulated,
    entry.RowsEntered: _entered,
    **REGISTERS,
    **dict.fromkeys(_PLAIN, _plain),
    **dict.fromkeys(_EXPLAINED, _explained),
}
