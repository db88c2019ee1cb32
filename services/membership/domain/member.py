"""Đảng viên - a person with exactly one home cell at any instant, from registration on."""

import re
from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.dates import born_before, in_order, not_in_future
from services.membership.domain.refusals_member import (
    CardNumberIsNotReadable,
    FileNumberIsNotReadable,
    FullDateNeedsFullState,
    NameIsNotReadable,
    PersonalIdIsNotReadable,
    StateIsNotForRegistration,
)
from shared.vocabulary.facts import Fact, Sealed, Stream
from shared.vocabulary.text import nfc

ACTIVE = frozenset({"PROBATIONARY", "FULL"})
_PERSONAL_ID = re.compile(r"[0-9]{12}")
_NUMBER = re.compile(r"[^\W_](?:[^\W_]|[./-]){3,19}")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.\-]){1,99}")

# Facts ─ what has happened; these names are stored


class MemberEnrolled(Fact, frozen=True, kw_only=True):
    """Đảng viên được đăng ký vào chi bộ; the responsible body says so, personal values are sealed."""

    TOPIC = "membership.MemberEnrolled"
    cell: UUID
    state: str
    home_since: date
    full_name: Sealed
    personal_id: Sealed
    date_of_birth: Sealed
    file_number: Sealed | None = None
    card_number: Sealed | None = None
    residence_place: Sealed | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    external_ids: dict[str, Sealed] = msgspec.field(default_factory=dict)
    synthetic: bool = False


class MemberHomeMoved(Fact, frozen=True, kw_only=True):
    """Nơi sinh hoạt chính thức đã đổi; the destination cell says so by admitting the member on that date."""

    TOPIC = "membership.MemberHomeMoved"
    from_cell: UUID
    to_cell: UUID
    on: date
    transfer: UUID


# State ─ what we need to remember to decide


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member; `home` is None only while there is no such member."""

    home: UUID | None = None
    home_since: date = date.min
    state: str = ""


# Evolve ─ fact → state


def evolve(member: Member, fact: MemberEnrolled | MemberHomeMoved) -> Member:
    """The member after a fact: one home always, the new one in the same fact that ends the old."""
    match fact:
        case MemberEnrolled():
            return Member(home=fact.cell, home_since=fact.home_since, state=fact.state)
        case MemberHomeMoved():
            return msgspec.structs.replace(member, home=fact.to_cell, home_since=fact.on)


MEMBERS: Stream[Member] = Stream(
    name="member", initial=Member(), evolve=evolve, facts=(MemberEnrolled, MemberHomeMoved)
)

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
    return msgspec.structs.replace(
        papers,
        full_name=_name(papers.full_name),
        personal_id=_personal_id(papers.personal_id),
        file_number=_file_number(papers.file_number),
        card_number=_card_number(papers.card_number),
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


def _name(text: str) -> str:
    name = nfc(text)
    if not _NAME.fullmatch(name):
        raise NameIsNotReadable("full_name")
    return name


def _personal_id(text: str) -> str:
    number = text.replace(" ", "")
    if not _PERSONAL_ID.fullmatch(number):
        raise PersonalIdIsNotReadable("personal_id")
    return number


def _file_number(text: str | None) -> str | None:
    if text is None:
        return None
    number = file_number_key(text)
    if not _NUMBER.fullmatch(number):
        raise FileNumberIsNotReadable("file_number")
    return number


def _card_number(text: str | None) -> str | None:
    if text is None:
        return None
    number = nfc(text).replace(" ", "")
    if not _NUMBER.fullmatch(number):
        raise CardNumberIsNotReadable("card_number")
    return number
