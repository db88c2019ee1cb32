"""The kinds beside the official one: the short way inside a committee, a guest for a time, abroad."""

from datetime import date

import msgspec
import pytest

from services.membership.domain.member import Stay
from services.membership.domain.refusals_kinds import (
    CellsAreNotOfOneCommittee,
    MemberIsAGuestAlready,
    StayIsOutOfRange,
)
from services.membership.domain.transfer.facts import GuestAdmitted
from services.membership.domain.transfer.steps import Step

REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT, CONFIRM = list(Step)[:6]
HALF_A_YEAR = {"kind": "TEMPORARY", "reason": "CHANGE_OF_WORK", "return_by": date(2026, 7, 5)}


def test_an_internal_transfer_goes_cell_committee_cell(journey, at):
    inside = journey("79.1.6", "79.1.7").asked(kind="INTERNAL")
    assert [hop.organization for hop in inside.transfer.hops] == [at("79.1.6"), at("79.1.9"), at("79.1.7")]
    inside.does(REVIEW, ENDORSE, PRESENT, ADMIT)
    assert inside.member.home == at("79.1.7")


def test_a_commune_with_cells_directly_below_decides_between_them(journey, at):
    inside = journey("82.1.5", "82.1.5")
    inside.destination = "79.1.5"
    with pytest.raises(CellsAreNotOfOneCommittee):
        inside.asked(kind="INTERNAL")


def test_a_guest_keeps_the_home(journey, at):
    away = journey("79.1.5", "82.1.5").asked(**HALF_A_YEAR).does(REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT)
    assert isinstance(away.facts[-1], GuestAdmitted)
    assert away.member.home == at("79.1.5")
    assert away.member.stay is not None
    assert (away.member.stay.cell, away.member.stay.return_by) == (at("82.1.5"), date(2026, 7, 5))
    assert away.transfer.stay_is_open


def test_a_guest_abroad_is_confirmed_by_the_issuer(journey, at):
    away = journey("79.1.5", "army").asked(**{**HALF_A_YEAR, "kind": "ABROAD_TEMPORARY"})
    away.does(REVIEW, ENDORSE, CONFIRM)
    assert (away.member.home, away.member.stay.cell) == (at("79.1.5"), at("army"))
    assert away.transfer.state == "CONFIRMED"


@pytest.mark.parametrize(
    ("reason", "return_by", "within"),
    [
        ("CHANGE_OF_WORK", date(2026, 4, 4), False),
        ("CHANGE_OF_WORK", date(2026, 4, 5), True),
        ("CHANGE_OF_WORK", date(2027, 1, 4), True),
        ("CHANGE_OF_WORK", date(2027, 1, 5), False),
        ("STUDY", date(2028, 1, 5), True),
        ("STUDY", date(2028, 1, 6), False),
    ],
)
def test_three_to_under_twelve_months_for_study_twenty_four(journey, reason, return_by, within):
    asked = {"kind": "TEMPORARY", "reason": reason, "return_by": return_by}
    if within:
        assert journey("79.1.5", "82.1.5").asked(**asked).transfer.return_by == return_by
    else:
        with pytest.raises(StayIsOutOfRange):
            journey("79.1.5", "82.1.5").asked(**asked)


def test_one_temporary_place_at_a_time(journey, at):
    away = journey("79.1.5", "82.1.5")
    there = Stay(cell=at("82.1.6"), since=date(2026, 1, 1), return_by=date(2026, 6, 1), transfer=at("another"))
    away.member = msgspec.structs.replace(away.member, stay=there)
    with pytest.raises(MemberIsAGuestAlready):
        away.asked(**HALF_A_YEAR)
    away.asked()  # the home may change all the same
