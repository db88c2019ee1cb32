"""Tổ chức đảng - an organisation is founded under a parent, may come under another one, and may end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from services.organization.domain.days import refuse_far_day, refuse_future_day
from services.organization.domain.refusals import (
    ChildTypeIsNotAllowedHere,
    LegalityIsNotSet,
    NameIsMissing,
    OrganizationDoesNotStandYet,
    OrganizationHasEnded,
    OrganizationIsUnknown,
    SettingIsForCellsOnly,
)
from services.organization.domain.restructuring.rows import Row
from shared.vocabulary.facts import Fact, Stream

# Facts: what has happened; the TOPICs are stored, they never change


class OrganizationFounded(Fact, frozen=True, kw_only=True):
    """Thành lập - a committee decided it; the organisation stands from `effective_on`."""

    TOPIC = "organization.OrganizationFounded"
    organization: UUID
    code: str
    name: str
    type: str
    parent: UUID | None
    effective_on: date
    setting: str | None = None
    external: bool = False
    synthetic: bool = False
    decision_number: str | None = None
    decision_date: date | None = None

    def bearing(self, code: str) -> "OrganizationFounded":
        """The same founding, with its code."""
        return msgspec.structs.replace(self, code=code)


class OrganizationReparented(Fact, frozen=True, kw_only=True):
    """Chuyển giao - it stands under another parent, with all below it, from `effective_on`."""

    TOPIC = "organization.OrganizationReparented"
    organization: UUID
    parent: UUID
    effective_on: date


class OrganizationEnded(Fact, frozen=True, kw_only=True):
    """Kết thúc hoạt động - it stands no more from `effective_on`; its members' homes go to the successor."""

    TOPIC = "organization.OrganizationEnded"
    organization: UUID
    effective_on: date
    successor: UUID | None = None


class OrganizationStaged(Fact, frozen=True, kw_only=True):
    """Dòng kế thừa của một phương án - inert: it counts only once the plan has taken effect (restructuring.effect)."""

    TOPIC = "organization.OrganizationStaged"
    plan: UUID
    row: Row


OrganizationFact = OrganizationFounded | OrganizationReparented | OrganizationEnded | OrganizationStaged


# State: what decisions need to remember


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation; `founded_on` None says that there is none."""

    code: str = ""
    type: str = ""
    parent: UUID | None = None
    founded_on: date | None = None
    ended_on: date | None = None
    staged: tuple[OrganizationStaged, ...] = ()


# Evolve: fact → state


def evolve(state: Organization, fact: OrganizationFact) -> Organization:
    """Total, without clock and without questions."""
    match fact:
        case OrganizationFounded():
            return Organization(code=fact.code, type=fact.type, parent=fact.parent, founded_on=fact.effective_on)
        case OrganizationReparented():
            return msgspec.structs.replace(state, parent=fact.parent)
        case OrganizationEnded():
            return msgspec.structs.replace(state, ended_on=fact.effective_on)
        case OrganizationStaged():
            return msgspec.structs.replace(state, staged=(*state.staged, fact))
        case _:
            assert_never(fact)


ORGANIZATION: Stream[Organization] = Stream(
    "organization",
    Organization(),
    evolve,
    (OrganizationFounded, OrganizationReparented, OrganizationEnded, OrganizationStaged),
)


# Decide: (state, what is asked) → facts, or a named refusal

Legality = Mapping[str, Sequence[str]]
"""Parent type → the child types it may have: the value of the policy `organization.legality`."""

CELL_TYPES = frozenset({"CELL", "GRASSROOTS_CELL"})


def standing(organization: Organization, on: date, *path: str) -> Organization:
    """The same organisation, if it stands on the date."""
    if organization.founded_on is None:
        raise OrganizationIsUnknown(*path)
    if on < organization.founded_on:
        raise OrganizationDoesNotStandYet(*path, code=organization.code, founded_on=organization.founded_on)
    if organization.ended_on is not None and organization.ended_on <= on:
        raise OrganizationHasEnded(*path, code=organization.code, ended_on=organization.ended_on)
    return organization


def found(
    asked: OrganizationFounded, parent: Organization, legality: Legality | None, today: date
) -> OrganizationFounded:
    """What is asked becomes a fact, if the parent stands on that day and may have such a child."""
    if not asked.name:
        raise NameIsMissing("name")
    if asked.setting and asked.type not in CELL_TYPES:
        raise SettingIsForCellsOnly("setting", type=asked.type)
    refuse_far_day(asked.effective_on, today, "effective_on")
    refuse_future_day(asked.decision_date, today, "decision_date")
    standing(parent, asked.effective_on, "parent_id")
    refuse_unlawful_child(asked, parent, legality)
    return asked


def refuse_unlawful_child(asked: OrganizationFounded, parent: Organization, legality: Legality | None) -> None:
    """The legality matrix in force on the effective date says which child types a parent may have."""
    if legality is None:
        raise LegalityIsNotSet("effective_on", on=asked.effective_on)
    allowed = legality.get(parent.type, ())
    if asked.type not in allowed:
        raise ChildTypeIsNotAllowedHere(
            "type", child=asked.type, parent=parent.type, on=asked.effective_on, allowed=", ".join(allowed) or "∅"
        )
