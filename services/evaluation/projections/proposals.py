"""Hồ sơ của một đợt đến nay - what looking ahead, the order of decisions and closing rest on."""

from collections.abc import Iterable
from typing import Any

from services.evaluation.domain.campaign import CampaignOpened
from services.evaluation.domain.evaluation import facts as told
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table proposals (
    evaluation uuid primary key,
    campaign uuid not null,
    kind text not null,
    subject uuid not null,
    place uuid not null,
    points numeric,
    rating text,
    standing text not null default 'RUNNING',  -- DECIDED, CLOSED
    turns int not null default 0
);
create index on proposals (campaign, kind, subject);
create index on proposals (subject) where standing = 'RUNNING';
create index on proposals (place) where standing = 'RUNNING';
create index on proposals (standing) where standing = 'CLOSED';
create table proposals_campaigns (
    campaign uuid primary key, organization uuid not null, opens_on date not null, closes_on date not null
);
"""
_DECIDED = (told.RatingDecided, told.RatingRevised)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact, key = delivered.fact, {"evaluation": delivered.aggregate}
    if isinstance(fact, CampaignOpened):
        span = {"organization": fact.organization, "opens_on": fact.opens_on, "closes_on": fact.closes_on}
        yield Put("proposals_campaigns", {"campaign": delivered.aggregate}, span)
        return
    assert isinstance(fact, told.EvaluationFact)
    columns: dict[str, Any] = {"place": fact.place}
    match fact:
        case told.SelfReviewSubmitted():
            columns |= {"points": fact.derivation.points}
        case told.RatingProposed():
            columns |= {"rating": fact.rating}
        case told.RatingDecided() | told.RatingRevised():
            columns |= {"rating": fact.rating, "standing": "DECIDED"}
        case told.EvaluationClosed():
            columns |= {"standing": "CLOSED", "turns": delivered.version}
        case told.EvaluationResumed() | told.EvaluationReopened():
            columns |= {"standing": "RUNNING", "turns": delivered.version}
        case _:
            return
    if delivered.version == 1:
        of = {"campaign": fact.campaign, "kind": fact.subject.kind, "subject": fact.subject.id, "standing": "RUNNING"}
        yield Put("proposals", key, {**of, **columns})
        return
    yield Patch("proposals", key, columns)


PROPOSALS = View(
    name="proposals",
    version=3,
    ddl=_DDL,
    on=(
        CampaignOpened,
        told.SelfReviewSubmitted,
        told.RatingProposed,
        *_DECIDED,
        told.EvaluationClosed,
        told.EvaluationResumed,
        told.EvaluationReopened,
    ),
    fold=_fold,
)
