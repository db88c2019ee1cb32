"""What a registration must satisfy, table by table."""

from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from services.membership.domain.member import MEMBERS, MemberEnrolled, MemberHomeMoved, Papers, checked
from services.membership.domain.refusals import DateIsFarOff, DateIsInTheFuture, DatesAreNotInOrder
from services.membership.domain.refusals_member import (
    CardNumberIsNotReadable,
    FileNumberIsNotReadable,
    FullDateNeedsFullState,
    NameIsNotReadable,
    PersonalIdIsNotReadable,
    StateIsNotForRegistration,
)
from shared.testing.given import given
from shared.vocabulary.facts import Sealed

TODAY = date(2026, 3, 2)
PAPERS = Papers(
    full_name="Nguyễn Văn  An",
    personal_id="079 085 000 123",
    date_of_birth=date(1985, 4, 30),
    state="FULL",
    home_since=date(2025, 7, 1),
    file_number="012345 hcm",
    card_number="12.345678",
    admitted_on=date(2010, 5, 19),
    full_member_on=date(2011, 5, 19),
)


def test_papers_are_kept_in_one_form():
    kept = checked(PAPERS, TODAY)
    assert kept.full_name == "Nguyễn Văn An"
    assert kept.personal_id == "079085000123"
    assert kept.file_number == "012345HCM"


def test_checked_papers_stay_as_they_are():
    assert checked(checked(PAPERS, TODAY), TODAY) == checked(PAPERS, TODAY)


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"state": "REMOVED"}, StateIsNotForRegistration, "state"),
        ({"state": "PROBATIONARY"}, FullDateNeedsFullState, "full_member_on"),
        ({"full_name": "A"}, NameIsNotReadable, "full_name"),
        ({"full_name": "An 2"}, NameIsNotReadable, "full_name"),
        ({"full_name": "A" * 101}, NameIsNotReadable, "full_name"),
        ({"personal_id": "12345"}, PersonalIdIsNotReadable, "personal_id"),
        ({"personal_id": "07908500012x"}, PersonalIdIsNotReadable, "personal_id"),
        ({"personal_id": "٠٧٩٠٨٥٠٠٠١٢٣"}, PersonalIdIsNotReadable, "personal_id"),
        ({"file_number": "1"}, FileNumberIsNotReadable, "file_number"),
        ({"file_number": "012345;HCM"}, FileNumberIsNotReadable, "file_number"),
        ({"card_number": "x" * 21}, CardNumberIsNotReadable, "card_number"),
        ({"date_of_birth": date(2027, 1, 1)}, DateIsInTheFuture, "date_of_birth"),
        ({"date_of_birth": date(1800, 1, 1)}, DateIsFarOff, "date_of_birth"),
        ({"home_since": date(2026, 3, 3)}, DateIsInTheFuture, "home_since"),
        ({"admitted_on": date(1929, 1, 1)}, DateIsFarOff, "admitted_on"),
        ({"admitted_on": date(1980, 1, 1)}, DatesAreNotInOrder, "admitted_on"),
        ({"full_member_on": date(2009, 1, 1)}, DatesAreNotInOrder, "full_member_on"),
        ({"home_since": date(2009, 1, 1)}, DatesAreNotInOrder, "home_since"),
    ],
)
def test_wrong_papers_are_refused_at_their_field(wrong, refusal, field):
    def decide(_member):
        checked(replace(PAPERS, **wrong), TODAY)
        return ()

    given(MEMBERS).when(decide).refused(refusal, field)


def test_one_home_at_any_instant():
    old, new = uuid4(), uuid4()
    sealed = {name: Sealed("x") for name in ("full_name", "personal_id", "date_of_birth")}
    enrolled = MemberEnrolled(cell=old, state="FULL", home_since=date(2025, 7, 1), **sealed)
    moved = MemberHomeMoved(from_cell=old, to_cell=new, on=TODAY, transfer=uuid4())
    assert given(MEMBERS, enrolled).state.home == old
    assert given(MEMBERS, enrolled, moved).state.home == new
