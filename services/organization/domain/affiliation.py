"""Đoàn thể và mã ở hệ thống khác - what stands beside the tree: under whom a body's youth union, trade union … is.

Shown, never mixed into the tree: no route, scope, figure or restructuring asks for it (D13). Numbers in other systems
are kept beside it: each system has one for an organisation, and no two organisations bear the same.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from services.organization.domain.affiliation_refusals import (
    AffiliationEndsBeforeItBegins,
    AffiliationIsWithItself,
    AffiliationNeedsASuperior,
    ExternalIdIsEmpty,
    LaterAffiliationIsKnown,
)
from shared.vocabulary.facts import Fact, Stream

# Facts


class AffiliationRecorded(Fact, frozen=True, kw_only=True):
    """Ghi đoàn thể trực thuộc - from `valid_from` on this holds; a later one of the same kind takes its place."""

    TOPIC = "organization.AffiliationRecorded"
    organization: UUID
    kind: str
    superior: UUID | None = None
    superior_name: str | None = None
    valid_from: date
    valid_to: date | None = None


class ExternalIdRecorded(Fact, frozen=True, kw_only=True):
    """Ghi mã ở hệ thống khác - without a value it bears none there any more."""

    TOPIC = "organization.ExternalIdRecorded"
    organization: UUID
    system: str
    value: str | None = None


# State


class Affiliations(msgspec.Struct, frozen=True, kw_only=True):
    """What was said last of each kind, and the number in each system."""

    told: Mapping[str, AffiliationRecorded] = {}
    numbers: Mapping[str, str] = {}


# Evolve


def evolve(state: Affiliations, fact: AffiliationRecorded | ExternalIdRecorded) -> Affiliations:
    """The last that was said."""
    if isinstance(fact, AffiliationRecorded):
        return msgspec.structs.replace(state, told={**state.told, fact.kind: fact})
    others = {system: value for system, value in state.numbers.items() if system != fact.system}
    numbers = others if fact.value is None else {**others, fact.system: fact.value}
    return msgspec.structs.replace(state, numbers=numbers)


AFFILIATIONS: Stream[Affiliations] = Stream(
    "affiliation", Affiliations(), evolve, (AffiliationRecorded, ExternalIdRecorded)
)

# Decide


def affiliate(state: Affiliations, asked: AffiliationRecorded) -> tuple[AffiliationRecorded, ...]:
    """Under whom it is from a day on; nothing where nothing is new."""
    if asked.superior is None and not asked.superior_name:
        raise AffiliationNeedsASuperior("superior_id")
    if asked.superior == asked.organization:
        raise AffiliationIsWithItself("superior_id")
    if asked.valid_to is not None and asked.valid_to <= asked.valid_from:
        raise AffiliationEndsBeforeItBegins("valid_to")
    last = state.told.get(asked.kind)
    if last is not None and asked.valid_from < last.valid_from:
        raise LaterAffiliationIsKnown("valid_from", on=last.valid_from)
    return () if asked == last else (asked,)


def identify(state: Affiliations, asked: ExternalIdRecorded) -> tuple[ExternalIdRecorded, ...]:
    """Which number it bears in another system; nothing where it bears that already."""
    if not asked.system or asked.value == "":
        raise ExternalIdIsEmpty("value" if asked.system else "system")
    return () if state.numbers.get(asked.system) == asked.value else (asked,)
