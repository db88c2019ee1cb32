"""Chỉ tiêu và số liệu - what a body set out to reach in a year, and figures of others with their document."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from services.evaluation.domain.refusals_meetings import DocumentIsUnfit, FigureIsUnfit, TargetIsUnfit
from services.evaluation.domain.rule_set import NAMESPACE
from shared.vocabulary.facts import Fact, Stream

Measure = Literal[
    "MEMBERS_EXCELLENT",
    "MEMBERS_GOOD_OR_BETTER",
    "MEMBERS_COMPLETED_OR_BETTER",
    "COMMITTEES_EXCELLENT",
    "COMMITTEES_GOOD_OR_BETTER",
    "COMMITTEES_COMPLETED_OR_BETTER",
    "LEADERS_GOOD_OR_BETTER",
    "LEADERS_COMPLETED_OR_BETTER",
    "ORGANIZATIONS_EXCELLENT",
    "ORGANIZATIONS_GOOD_OR_BETTER",
    "ORGANIZATIONS_COMPLETED_OR_BETTER",
    "MEMBERS_OF_POPULATION",
    "FRONT_COMMITTEES_FAIR_OR_BETTER",
    "YOUTH_BRANCHES_FAIR_OR_BETTER",
    "ASSOCIATIONS_FAIR_OR_BETTER",
    "SECURITY_TEAMS_FAIR_OR_BETTER",
    "AGENCIES_COMPLETED_OR_BETTER",
    "COMMITTEE_MEMBERS_TRAINED",
    "CELL_MEETINGS_ON_TIME",
]
_ONE = Decimal(1)

# Facts


class TargetSet(Fact, frozen=True, kw_only=True):
    """Đặt chỉ tiêu năm - shares of a base; a later one replaces it."""

    TOPIC = "evaluation.TargetSet"
    organization: UUID
    year: int
    measure: Measure
    least: Decimal | None
    most: Decimal | None
    source: str


class FigureRecorded(Fact, frozen=True, kw_only=True):
    """Ghi số liệu của cơ quan khác - with the document's number, date and hash; a later one replaces it."""

    TOPIC = "evaluation.FigureRecorded"
    organization: UUID
    year: int
    measure: Measure
    numerator: int | None
    denominator: int
    issued_by: UUID | None
    document_number: str
    document_date: date
    document_hash: str | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What is set and on record for one measure of one body and year."""

    target: TargetSet | None = None
    figure: FigureRecorded | None = None


def evolve(state: Target, fact: TargetSet | FigureRecorded) -> Target:
    """Fact → state."""
    if isinstance(fact, TargetSet):
        return msgspec.structs.replace(state, target=fact)
    return msgspec.structs.replace(state, figure=fact)


TARGETS: Stream[Target] = Stream("target", Target(), evolve, (TargetSet, FigureRecorded))


def target_id(organization: UUID, year: int, measure: Measure) -> UUID:
    """One per body, year and measure."""
    return uuid5(NAMESPACE, f"target|{organization}|{year}|{measure}")


# Decide


def set_target(state: Target, asked: TargetSet) -> tuple[TargetSet, ...]:
    """Shares between nothing and all."""
    shares = [share for share in (asked.least, asked.most) if share is not None]
    fits = all(share.is_finite() and 0 <= share <= _ONE for share in shares)
    if not shares or not fits or shares != sorted(shares):
        raise TargetIsUnfit("least")
    return () if state.target == asked else (asked,)


def record_figure(state: Target, asked: FigureRecorded, today: date) -> tuple[FigureRecorded, ...]:
    """A figure of others: both numbers, from a document that exists. A population is a denominator alone."""
    population = asked.measure == "MEMBERS_OF_POPULATION"
    if asked.denominator < 0 or (asked.numerator is None) != population:
        raise FigureIsUnfit("denominator")
    if asked.numerator is not None and not 0 <= asked.numerator <= asked.denominator:
        raise FigureIsUnfit("numerator")
    if asked.document_date > today:
        raise DocumentIsUnfit("document_date")
    return () if state.figure == asked else (asked,)
