"""Decisions about a member and corrections: what fits, what is too early, what stays."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.domain.correction import Correction, checked
from services.membership.domain.hold import let_go, lift, place, put_on_hold
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.member_life import Decision, decide
from services.membership.domain.refusals import DateIsInTheFuture, DatesAreNotInOrder
from services.membership.domain.refusals_life import (
    DecisionDoesNotFit,
    DecisionNumberIsMissing,
    HoldIsNotThere,
    HoldStandsAlready,
    NothingToCorrect,
    RecognitionIsTooEarly,
)
from services.membership.domain.refusals_member import MemberHasLeft, PersonalIdIsNotReadable
from services.membership.domain.refusals_transfer import StepIsNotAllowedNow
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.domain.transfer.steps import Step
from shared.vocabulary.facts import Sealed

TODAY = date(2026, 3, 2)
CELL, BODY = uuid4(), uuid4()
FULL = Member(home=CELL, state="FULL", admitted_on=date(2010, 5, 19))
NEW = Member(home=CELL, state="PROBATIONARY", admitted_on=date(2025, 1, 10))


def decided(kind, member, on=TODAY, number="12-QĐ"):
    decision = Decision(kind=kind, number=Sealed(number) if number else None, decided_on=on, effective_on=on)
    return decide(decision, member, TODAY)


def test_recognition_late_is_still_twelve_months_after_the_admission():
    fact = decided("RECOGNISED", NEW)
    assert (fact.state, fact.full_member_on) == ("FULL", date(2026, 1, 10))
    assert MEMBERS.evolve(NEW, fact).full_member_on == date(2026, 1, 10)


@pytest.mark.parametrize("kind", ["REMOVED", "RESIGNED", "EXPELLED", "DECEASED", "ADMISSION_CANCELLED"])
def test_an_end_is_the_state_and_fits_once(kind):
    after = MEMBERS.evolve(FULL, decided(kind, FULL))
    assert (after.state, after.home) == (kind, CELL)
    with pytest.raises(DecisionDoesNotFit):
        decided("REMOVED", after)


def test_exempt_and_back():
    after = MEMBERS.evolve(FULL, decided("EXEMPTED", FULL))
    assert after.exempt and after.state == "FULL"
    assert not MEMBERS.evolve(after, decided("EXEMPTION_ENDED", after)).exempt


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (lambda: decided("RECOGNISED", FULL), DecisionDoesNotFit),
        (lambda: decided("EXPELLED", NEW), DecisionDoesNotFit),
        (lambda: decided("EXEMPTION_ENDED", FULL), DecisionDoesNotFit),
        (lambda: decided("RECOGNISED", NEW, date(2026, 1, 9)), RecognitionIsTooEarly),
        (lambda: decided("REMOVED", FULL, date(2026, 3, 3)), DateIsInTheFuture),
        (lambda: decided("REMOVED", FULL, date(2009, 3, 3)), DatesAreNotInOrder),
        (lambda: decided("REMOVED", FULL, number=None), DecisionNumberIsMissing),
        (lambda: checked(Correction(), FULL, TODAY), NothingToCorrect),
        (lambda: checked(Correction(personal_id="12"), FULL, TODAY), PersonalIdIsNotReadable),
        (lambda: checked(Correction(full_member_on=date(2010, 5, 18)), FULL, TODAY), DatesAreNotInOrder),
        (lambda: lift(FULL, BODY, Sealed("1"), TODAY, TODAY), HoldIsNotThere),
        (lambda: place(MEMBERS.evolve(FULL, decided("REMOVED", FULL)), BODY, Sealed("1"), TODAY, TODAY), MemberHasLeft),
    ],
)
def test_refused(wrong, refusal):
    with pytest.raises(refusal):
        wrong()


def test_one_hold_a_body():
    held = MEMBERS.evolve(FULL, place(FULL, BODY, Sealed("1"), TODAY, TODAY))
    with pytest.raises(HoldStandsAlready):
        place(held, BODY, Sealed("2"), TODAY, TODAY)
    assert not MEMBERS.evolve(held, lift(held, BODY, Sealed("3"), TODAY, TODAY)).holds


def test_a_hold_before_the_introduction_stops_the_endorsement(journey):
    walk = journey("79.1.5", "82.1.5").asked().does(Step.REVIEW)
    [fact] = put_on_hold(walk.transfer, walk.act(Step.ENDORSE))
    walk._keep((fact,))
    with pytest.raises(StepIsNotAllowedNow):
        walk.decide(Step.ENDORSE)
    held = MEMBERS.evolve(walk.member, place(walk.member, BODY, Sealed("1"), TODAY, TODAY))
    assert let_go(walk.transfer, held, fact.act) == ()
    walk._keep(let_go(walk.transfer, walk.member, fact.act))
    assert walk.does(Step.ENDORSE).transfer.state == "INTRODUCED"


def test_a_hold_after_the_introduction_is_a_flag_and_the_answer_may_be_to_cancel(journey):
    walk = journey("79.1.5", "82.1.5").asked().does(Step.REVIEW, Step.ENDORSE)
    walk._keep(put_on_hold(walk.transfer, walk.act(Step.REVIEW)))
    assert walk.transfer.on_hold and walk.decide(Step.RECEIVE)
    assert walk.does(Step.CANCEL).transfer.state == "CANCELLED"


def test_who_goes_for_a_time_is_not_stopped(journey):
    walk = journey("79.1.5", "82.1.5").asked(kind="TEMPORARY", return_by=date(2026, 7, 5))
    assert put_on_hold(walk.transfer, walk.act(Step.REVIEW)) == ()
    assert TRANSFERS.evolve(walk.transfer, walk.decide(Step.REVIEW)[0]).state == "CELL_REVIEWED"
