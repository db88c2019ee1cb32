"""One realistic example of what evaluation tells of meetings, confidence votes, targets and figures."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from services.evaluation.contracts import register_facts as facts
from services.evaluation.contracts.enums import (
    MeetingMode,
    MeetingOf,
    MeetingQuality,
    TargetMeasure,
    VoteConsequence,
)
from shared.vocabulary.facts import PublishedFact

_CELL, _BODY = UUID("4a0c5a5e-0000-5000-8000-000000000001"), UUID("4a0c5a5e-0000-5000-8000-000000000002")
_TARGET = UUID("5b0e8a3e-0000-5000-8000-000000000009")

REGISTER_EXAMPLES: tuple[PublishedFact, ...] = (
    facts.MeetingRecorded(
        meeting=UUID("5b0e8a3e-0000-5000-8000-000000000007"),
        organization=_CELL,
        of=MeetingOf.CELL,
        held_on=date(2026, 11, 3),
        mode=MeetingMode.IN_PERSON,
        thematic=True,
        visited=False,
        invited=23,
        present=21,
        excused=2,
        points=Decimal("92.5"),
        quality=MeetingQuality.GOOD,
        every_months=1,
        minutes_hash="ab" * 32,
    ),
    facts.ConfidenceVoteRecorded(
        vote=UUID("5b0e8a3e-0000-5000-8000-000000000008"),
        organization=_BODY,
        person=UUID("397f7376-3fd8-5dc0-b7ec-7cf90795b2ba"),
        held_on=date(2026, 6, 20),
        consequence=VoteConsequence.NONE,
        summoned=39,
        present=37,
        sums=(24, 11, 2),
    ),
    facts.TargetSet(
        target=_TARGET,
        organization=_BODY,
        year=2026,
        measure=TargetMeasure.MEMBERS_GOOD_OR_BETTER,
        least=Decimal("0.95"),
        most=None,
        source="12-NQ/TU 10-1-2026",
    ),
    facts.FigureRecorded(
        target=_TARGET,
        organization=_BODY,
        year=2026,
        measure=TargetMeasure.FRONT_COMMITTEES_FAIR_OR_BETTER,
        numerator=412,
        denominator=560,
        issued_by=None,
        document_number="45-BC/MTTQ",
        document_date=date(2026, 12, 1),
        document_hash="cd" * 32,
    ),
)
