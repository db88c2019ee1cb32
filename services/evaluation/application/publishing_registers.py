"""Những gì evaluation kể về buổi họp, lấy phiếu tín nhiệm, chỉ tiêu, số liệu."""

from typing import Any
from uuid import UUID

import msgspec

from services.evaluation.application.telling import tells_who
from services.evaluation.contracts import register_facts as published
from services.evaluation.domain import confidence, meeting, target
from shared.vocabulary.facts import PublishedFact, Publishing


def _met(fact: meeting.MeetingRecorded, id: UUID, _after: Any) -> PublishedFact:
    told = msgspec.to_builtins(fact)
    told.pop("full_marks")
    return msgspec.convert({**told, "meeting": str(id)}, published.MeetingRecorded)


def _confided(fact: confidence.ConfidenceVoteRecorded, id: UUID, _after: Any) -> PublishedFact:
    counts = fact.counts
    sums = (counts.high, counts.confident, counts.low)
    hidden = tells_who(counts.present, sums)
    return published.ConfidenceVoteRecorded(
        vote=id,
        organization=fact.organization,
        person=fact.person,
        held_on=fact.held_on,
        consequence=fact.consequence,  # pyright: ignore[reportArgumentType] - the same names
        summoned=None if hidden else counts.summoned,
        present=None if hidden else counts.present,
        sums=None if hidden else sums,
    )


def _targeted(fact: target.TargetSet, id: UUID, _after: Any) -> PublishedFact:
    return msgspec.convert({**msgspec.to_builtins(fact), "target": str(id)}, published.TargetSet)


def _figured(fact: target.FigureRecorded, id: UUID, _after: Any) -> PublishedFact:
    return msgspec.convert({**msgspec.to_builtins(fact), "target": str(id)}, published.FigureRecorded)


REGISTERS: Publishing = {
    meeting.MeetingRecorded: _met,
    confidence.ConfidenceVoteRecorded: _confided,
    target.TargetSet: _targeted,
    target.FigureRecorded: _figured,
}
