"""Giao vai trò - a user acts for an organisation in a role, within dates; one grant per user, role and organisation."""

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from services.organization.domain.days import refuse_far_day
from services.organization.domain.grant_refusals import (
    GrantIsUnknown,
    GrantSpanIsEmpty,
    RoleIsNotDelegated,
    RoleIsNotHeldThen,
    RoleMayNotBeGrantedToOneself,
    UserIsMissing,
    UserNameIsReserved,
)
from shared.vocabulary.facts import Fact, Stream

# Facts


class RoleGranted(Fact, frozen=True, kw_only=True):
    """Giao vai trò - from `valid_from` until before `valid_to` (None: open)."""

    TOPIC = "organization.RoleGranted"
    grant: UUID
    subject: str
    role: str
    organization: UUID
    valid_from: date
    valid_to: date | None = None
    member: UUID | None = None
    substitute_for: str | None = None


class RoleGrantEnded(Fact, frozen=True, kw_only=True):
    """Thôi giao vai trò - no span of the grant reaches beyond `valid_to`."""

    TOPIC = "organization.RoleGrantEnded"
    grant: UUID
    valid_to: date


class SubstituteNamed(Fact, frozen=True, kw_only=True):
    """Cử người thay - told of the grant that is stood in for, so that the substitute's ends with it."""

    TOPIC = "organization.SubstituteNamed"
    grant: UUID
    substitute: UUID


# State


class Span(msgspec.Struct, frozen=True):
    """Days from `start` until before `end`."""

    start: date
    end: date | None

    def covers(self, other: "Span") -> bool:
        """Whether every day of the other span is in this one."""
        return self.start <= other.start and _end(other) <= _end(self)

    def until(self, day: date) -> "Span":
        """The same span, ended on that day at the latest."""
        return Span(self.start, min(_end(self), day))


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """The spans of one user's role at one organisation; none says that it was never granted."""

    organization: UUID | None = None
    subject: str = ""
    role: str = ""
    spans: tuple[Span, ...] = ()
    substitutes: tuple[UUID, ...] = ()


def _end(span: Span) -> date:
    return span.end or date.max


# Evolve


def evolve(state: Grant, fact: RoleGranted | RoleGrantEnded | SubstituteNamed) -> Grant:
    """Fact → state. A span that starts on the same day replaces the earlier one."""
    match fact:
        case RoleGranted():
            others = tuple(span for span in state.spans if span.start != fact.valid_from)
            spans = (*others, Span(fact.valid_from, fact.valid_to))
            held = {"organization": fact.organization, "subject": fact.subject, "role": fact.role}
            return msgspec.structs.replace(state, **held, spans=spans)
        case RoleGrantEnded():
            kept = tuple(span.until(fact.valid_to) for span in state.spans if span.start < fact.valid_to)
            return msgspec.structs.replace(state, spans=kept)
        case SubstituteNamed():
            return msgspec.structs.replace(state, substitutes=(*state.substitutes, fact.substitute))
        case _:
            assert_never(fact)


GRANT: Stream[Grant] = Stream("grant", Grant(), evolve, (RoleGranted, RoleGrantEnded, SubstituteNamed))

# Decide

DELEGATED = frozenset({"cell_secretary", "committee_officer", "approver", "inspection_officer", "home_visit_officer"})
"""Offices in which another may stand in; a member's own record, audits and machines are nobody else's."""
RESERVED = ("service:", "policy:", "system:", "timer:")


def grant(asked: RoleGranted, state: Grant, granter: str, since: date, today: date) -> tuple[RoleGranted, ...]:
    """The role is granted, not before its organisation stands (`since`); nothing happens where it is held already."""
    refuse_unfit_user(asked.subject, granter)
    refuse_far_day(asked.valid_from, today, "from_date")
    wanted = Span(max(asked.valid_from, since), asked.valid_to)
    if _end(wanted) <= wanted.start:
        raise GrantSpanIsEmpty("to_date", start=wanted.start, end=wanted.end)
    if any(span.covers(wanted) for span in state.spans):
        return ()
    return (msgspec.structs.replace(asked, valid_from=wanted.start),)


def refuse_unfit_user(user: str, granter: str) -> None:
    """A role goes to another person's account, never to a part of the system."""
    if not user:
        raise UserIsMissing("user")
    if user.startswith(RESERVED):
        raise UserNameIsReserved("user", user=user)
    if user == granter:
        raise RoleMayNotBeGrantedToOneself("user")


def organization_of(state: Grant) -> UUID:
    """Where the role is held."""
    if state.organization is None:
        raise GrantIsUnknown("grant_id")
    return state.organization


def end(asked: RoleGrantEnded, state: Grant, today: date) -> tuple[RoleGrantEnded, ...]:
    """The grant gives no right from that day on; nothing happens where it gave none anyway."""
    organization_of(state)
    refuse_far_day(asked.valid_to, today, "to_date")
    reaches_on = any(asked.valid_to < _end(span) for span in state.spans)
    return (asked,) if reaches_on else ()


def substitute(asked: RoleGranted, holder: Grant, state: Grant, today: date) -> tuple[RoleGranted, ...]:
    """Another stands in for the holder within dates on all of which the holder has the role by a grant of his own."""
    if asked.role not in DELEGATED:
        raise RoleIsNotDelegated("role", role=asked.role)
    refuse_unfit_user(asked.subject, asked.substitute_for or "")
    refuse_far_day(asked.valid_from, today, "from_date")
    wanted = Span(asked.valid_from, asked.valid_to)
    if _end(wanted) <= wanted.start:
        raise GrantSpanIsEmpty("to_date", start=wanted.start, end=wanted.end)
    if not any(span.covers(wanted) for span in holder.spans):
        raise RoleIsNotHeldThen("for_user", user=asked.substitute_for, start=wanted.start, end=wanted.end)
    return () if any(span.covers(wanted) for span in state.spans) else (asked,)
