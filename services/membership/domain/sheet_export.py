"""Xuất danh sách - bulk export of personal data: one person asks, another approves, and it is over after some hours."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import assert_never
from uuid import UUID

import msgspec

from services.membership.domain.refusals_sheets import (
    SheetExportHasExpired,
    SheetExportIsDecided,
    SheetExportIsNotApproved,
    SheetExportIsUnknown,
    SheetExportNeedsAnotherPerson,
)
from shared.vocabulary.facts import Fact, Stream
from shared.vocabulary.policy import PolicyRow, resolve

HOURS = "access.export_hours"
_SHIPPED_HOURS = 24

# Facts ─ these names are stored


class SheetAsked(Fact, frozen=True, kw_only=True):
    """Đã đề nghị xuất."""

    TOPIC = "membership.SheetAsked"
    organization: UUID
    sheet: str
    form: str
    purpose: str
    document_number: str | None = None
    account: str
    at: datetime


class SheetApproved(Fact, frozen=True, kw_only=True):
    """Đã duyệt."""

    TOPIC = "membership.SheetApproved"
    account: str
    at: datetime
    until: datetime


class SheetRefused(Fact, frozen=True, kw_only=True):
    """Không duyệt."""

    TOPIC = "membership.SheetRefused"
    account: str
    at: datetime


class SheetFetched(Fact, frozen=True, kw_only=True):
    """Đã tải."""

    TOPIC = "membership.SheetFetched"
    account: str
    at: datetime


SheetExportEvent = SheetAsked | SheetApproved | SheetRefused | SheetFetched

# State


class SheetExport(msgspec.Struct, frozen=True, kw_only=True):
    """An export; without a state there is none."""

    state: str = ""
    organization: UUID | None = None
    asked_by: str = ""
    until: datetime | None = None


# Evolve


def evolve(state: SheetExport, fact: SheetExportEvent) -> SheetExport:
    """Fact → state."""
    match fact:
        case SheetAsked():
            return SheetExport(state="REQUESTED", organization=fact.organization, asked_by=fact.account)
        case SheetApproved():
            return msgspec.structs.replace(state, state="APPROVED", until=fact.until)
        case SheetRefused():
            return msgspec.structs.replace(state, state="REFUSED")
        case SheetFetched():
            return state
        case _:
            assert_never(fact)


SHEET_EXPORTS: Stream[SheetExport] = Stream(
    name="sheet-export",
    initial=SheetExport(),
    evolve=evolve,
    facts=(SheetAsked, SheetApproved, SheetRefused, SheetFetched),
)

# Decide


def decide(
    export: SheetExport, account: str, at: datetime, *, accept: bool, hours: int
) -> SheetApproved | SheetRefused:
    """By another person than the one who asked, once."""
    if export.asked_by == account:
        raise SheetExportNeedsAnotherPerson("export_id")
    if export.state != "REQUESTED":
        raise SheetExportIsDecided("export_id")
    if not accept:
        return SheetRefused(account=account, at=at)
    return SheetApproved(account=account, at=at, until=at + timedelta(hours=hours))


def fetch(export: SheetExport, account: str, at: datetime) -> SheetFetched:
    """By the one who asked; for everybody else there is no such thing."""
    if export.asked_by != account:
        raise SheetExportIsUnknown("export_id")
    if export.state != "APPROVED" or export.until is None:
        raise SheetExportIsNotApproved("export_id")
    if at > export.until:
        raise SheetExportHasExpired("export_id", until=export.until.isoformat(timespec="minutes"))
    return SheetFetched(account=account, at=at)


def hours_from(rows: Iterable[PolicyRow], lineage: Sequence[str], on: date) -> int:
    """How long an approved sheet can be fetched, by the rule in force."""
    row = resolve(tuple(rows), HOURS, lineage, on)
    return int(row.value) if row else _SHIPPED_HOURS
