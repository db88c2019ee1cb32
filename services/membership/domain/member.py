"""Đảng viên - a person with exactly one home cell at any instant, from registration on."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.membership.domain.dates import born_before, in_order, not_in_future
from services.membership.domain.member_facts import (
    GuestStayEnded,
    GuestStayExtended,
    GuestStayStarted,
    HoldLifted,
    HoldPlaced,
    MemberCorrected,
    MemberEnrolled,
    MemberFact,
    MemberHomeMoved,
    MemberPlacedByPlan,
    MemberStateDecided,
)
from services.membership.domain.refusals_member import (
    CardNumberIsNotReadable,
    FileNumberIsNotReadable,
    FullDateNeedsFullState,
    NameIsNotReadable,
    PersonalIdIsNotReadable,
    StateIsNotForRegistration,
)
from shared.vocabulary.facts import Sealed, Stream
from shared.vocabulary.text import nfc

ACTIVE = frozenset({"PROBATIONARY", "FULL"})
NUMBERS = ("personal_id", "file_number", "card_number")
"""The numbers that only one member may bear."""
_PERSONAL_ID = re.compile(r"[0-9]{12}")
_NUMBER = re.compile(r"[^\W_](?:[^\W_]|[./-]){3,19}")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.\-]){1,99}")

# State ─ what we need to remember to decide


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """Sinh hoạt tạm thời: the one guest cell, and the day by which the member is back."""

    cell: UUID
    since: date
    return_by: date
    transfer: UUID


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member; `home` is None only while there is no such member."""

    home: UUID | None = None
    home_since: date = date.min
    state: str = ""
    placed_by: UUID | None = None
    placed_from: UUID | None = None
    followed: frozenset[UUID] = frozenset()  # the plans that have placed the member
    stay: Stay | None = None
    exempt: bool = False
    admitted_on: date | None = None
    full_member_on: date | None = None
    holds: frozenset[UUID] = frozenset()
    date_of_birth: Sealed | None = None
    numbers: Mapping[str, Sealed] = {}


# Evolve ─ fact → state


def evolve(member: Member, fact: MemberFact) -> Member:
    """The member after a fact: one home always, the new one in the same fact that ends the old."""
    return _EVOLVE[type(fact)](member, fact)


def _enrolled(_: Member, fact: MemberEnrolled) -> Member:
    return Member(
        home=fact.cell,
        home_since=fact.home_since,
        state=fact.state,
        admitted_on=fact.admitted_on,
        full_member_on=fact.full_member_on,
        date_of_birth=fact.date_of_birth,
        numbers=_numbers(fact),
    )


def _moved(member: Member, fact: MemberHomeMoved) -> Member:
    return replace(member, home=fact.to_cell, home_since=fact.on, placed_by=None, placed_from=None)


def _placed(member: Member, fact: MemberPlacedByPlan) -> Member:
    """A plan places a member once; the second time it is taken back."""
    back = fact.plan in member.followed
    by = {"placed_by": None, "placed_from": None} if back else {"placed_by": fact.plan, "placed_from": fact.from_cell}
    return replace(member, home=fact.to_cell, home_since=fact.on, followed=member.followed | {fact.plan}, **by)


def _guest(member: Member, fact: GuestStayStarted) -> Member:
    stay = Stay(cell=fact.cell, since=fact.since, return_by=fact.return_by, transfer=fact.transfer)
    return replace(member, stay=stay)


def _prolonged(member: Member, fact: GuestStayExtended) -> Member:
    return replace(member, stay=replace(member.stay, return_by=fact.return_by) if member.stay else None)


def _decided(member: Member, fact: MemberStateDecided) -> Member:
    full_on = fact.full_member_on or member.full_member_on
    return replace(member, state=fact.state, exempt=fact.exempt, full_member_on=full_on)


def _corrected(member: Member, fact: MemberCorrected) -> Member:
    return replace(
        member,
        admitted_on=fact.admitted_on or member.admitted_on,
        full_member_on=fact.full_member_on or member.full_member_on,
        date_of_birth=fact.date_of_birth or member.date_of_birth,
        numbers={**member.numbers, **_numbers(fact)},
    )


def _numbers(fact: MemberEnrolled | MemberCorrected) -> dict[str, Sealed]:
    """The sealed numbers that only one member may bear, as far as the fact names them."""
    return {kind: sealed for kind in NUMBERS if (sealed := getattr(fact, kind)) is not None}


_EVOLVE: dict[type[MemberFact], Any] = {
    MemberEnrolled: _enrolled,
    MemberHomeMoved: _moved,
    MemberPlacedByPlan: _placed,
    GuestStayStarted: _guest,
    GuestStayExtended: _prolonged,
    GuestStayEnded: lambda member, _: replace(member, stay=None),
    HoldPlaced: lambda member, fact: replace(member, holds=member.holds | {fact.organization}),
    HoldLifted: lambda member, fact: replace(member, holds=member.holds - {fact.organization}),
    MemberStateDecided: _decided,
    MemberCorrected: _corrected,
}

MEMBERS: Stream[Member] = Stream(name="member", initial=Member(), evolve=evolve, facts=get_args(MemberFact))

# Decide ─ what a registration must satisfy


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """Giấy tờ của người được đăng ký, in clear: checked here, sealed before anything is recorded."""

    full_name: str
    personal_id: str
    date_of_birth: date
    state: str
    home_since: date
    file_number: str | None = None
    card_number: str | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None


def checked(papers: Papers, today: date) -> Papers:
    """The papers as they are kept, or a refusal: state, dates in order and not in the future, readable numbers."""
    if papers.state not in ACTIVE:
        raise StateIsNotForRegistration("state")
    if papers.full_member_on is not None and papers.state != "FULL":
        raise FullDateNeedsFullState("full_member_on")
    _check_dates(papers, today)
    return replace(
        papers,
        full_name=readable_name(papers.full_name),
        personal_id=readable_personal_id(papers.personal_id),
        file_number=readable_file_number(papers.file_number),
        card_number=readable_card_number(papers.card_number),
    )


def file_number_key(text: str) -> str:
    """The one form of a member-file number: 012345HCM."""
    return nfc(text).replace(" ", "").upper()


def _check_dates(papers: Papers, today: date) -> None:
    born_before(papers.date_of_birth, today, "date_of_birth")
    for field in ("admitted_on", "full_member_on", "home_since"):
        not_in_future(getattr(papers, field), today, field)
    in_order(papers.date_of_birth, papers.home_since, "home_since")
    in_order(papers.date_of_birth, papers.admitted_on, "admitted_on")
    in_order(papers.date_of_birth, papers.full_member_on, "full_member_on")
    in_order(papers.admitted_on, papers.full_member_on, "full_member_on")
    in_order(papers.admitted_on, papers.home_since, "home_since")


def readable_name(text: str) -> str:
    """Họ tên as it is kept."""
    name = nfc(text)
    if not _NAME.fullmatch(name):
        raise NameIsNotReadable("full_name")
    return name


def readable_personal_id(text: str) -> str:
    """Số định danh as it is kept."""
    number = text.replace(" ", "")
    if not _PERSONAL_ID.fullmatch(number):
        raise PersonalIdIsNotReadable("personal_id")
    return number


def readable_file_number(text: str | None) -> str | None:
    """Số lý lịch as it is kept."""
    if text is None:
        return None
    number = file_number_key(text)
    if not _NUMBER.fullmatch(number):
        raise FileNumberIsNotReadable("file_number")
    return number


def readable_card_number(text: str | None) -> str | None:
    """Số thẻ as it is kept."""
    if text is None:
        return None
    number = nfc(text).replace(" ", "")
    if not _NUMBER.fullmatch(number):
        raise CardNumberIsNotReadable("card_number")
    return number
