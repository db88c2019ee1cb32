"""The way forward: the letter, the receiving side, the one moment at which the home changes."""

from datetime import date

import pytest

from services.membership.domain.refusals import DateIsInTheFuture, DatesAreNotInOrder
from services.membership.domain.refusals_request import DestinationIsTheHomeCell
from services.membership.domain.refusals_transfer import NextBodyIsAlreadyKnown, NextBodyMustBeNamed
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.forward import confirm_admitted
from services.membership.domain.transfer.steps import Step

REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT, CONFIRM = list(Step)[:6]
JAN_9 = date(2026, 1, 9)


def test_the_last_endorsement_is_the_introduction(journey, at):
    introduced = journey("79.1.5", "82.1.5").asked().does(REVIEW).does(ENDORSE, acted_on=JAN_9).transfer
    assert introduced.letter_number == "1-GTSHĐ/ĐU"
    assert introduced.issuer.organization == at("79.1")
    assert introduced.introduced_on == JAN_9
    assert introduced.present_by == date(2026, 2, 26)


def test_from_province_to_province_to_the_end(journey, at):
    done = journey("79.1.7", "82.1.6").asked().does(REVIEW, ENDORSE, ENDORSE, ENDORSE, RECEIVE, RECEIVE, PRESENT)
    assert done.member.home == at("79.1.7")  # the origin keeps it until admission
    done.does(ADMIT, acted_on=date(2026, 2, 1))
    assert done.member.home == at("82.1.6")
    assert done.member.home_since == done.transfer.admitted_on == date(2026, 2, 1)
    assert done.transfer.holder.organization == at("79.1.7")


def test_the_policy_confirms_once(journey):
    admitted = journey("79.1.5", "82.1.5").asked().does(REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT)
    facts = confirm_admitted(admitted.transfer)
    assert [type(fact) for fact in facts] == [told.TransferConfirmed]
    admitted._keep(facts)
    assert admitted.transfer.state == "CONFIRMED"
    assert confirm_admitted(admitted.transfer) == ()


def test_an_external_destination_is_admitted_and_confirmed_at_once(journey, at):
    done = journey("79.1.5", "army").asked().does(REVIEW, ENDORSE, CONFIRM)
    assert [type(fact) for fact in done.facts[-2:]] == [told.TransferAdmitted, told.TransferConfirmed]
    assert done.transfer.state == "CONFIRMED"
    assert done.member.home == at("army")
    assert confirm_admitted(done.transfer) == ()


def test_a_committee_that_is_the_destination_names_the_cell(journey, at):
    arrived = journey("79.1.5", "82.1").asked().does(REVIEW, ENDORSE)
    with pytest.raises(NextBodyMustBeNamed):
        arrived.decide(RECEIVE)
    arrived.does(RECEIVE, to="82.1.6")
    assert [hop.organization for hop in arrived.transfer.hops[2:]] == [at("82.1"), at("82.1.9"), at("82.1.6")]
    arrived.does(RECEIVE, PRESENT, ADMIT)
    assert arrived.member.home == at("82.1.6")


def test_it_may_name_a_committee_that_names_the_cell_in_turn(journey, at):
    arrived = journey("79.1.5", "82.1").asked().does(REVIEW, ENDORSE).does(RECEIVE, to="82.1.9")
    assert arrived.transfer.destination.organization == at("82.1.9")
    arrived.does(RECEIVE, to="82.1.6")
    assert arrived.transfer.holder.organization == at("82.1.6")


def test_the_own_superior_endorses_and_then_assigns(journey, at):
    moved = journey("79.1.5", "79.1").asked().does(REVIEW, ENDORSE)
    assert moved.transfer.holder.organization == moved.transfer.issuer.organization == at("79.1")
    with pytest.raises(DestinationIsTheHomeCell):
        moved.decide(RECEIVE, to="79.1.5")
    moved.does(RECEIVE, to="79.1.6").does(RECEIVE, PRESENT, ADMIT)
    assert moved.member.home == at("79.1.6")


def test_where_the_route_is_known_nothing_else_is_named(journey):
    arrived = journey("79.1.5", "82.1.5").asked().does(REVIEW, ENDORSE)
    with pytest.raises(NextBodyIsAlreadyKnown):
        arrived.decide(RECEIVE, to="82.1.6")


@pytest.mark.parametrize(
    ("acted_on", "refusal"), [(date(2026, 3, 3), DateIsInTheFuture), (date(2026, 1, 4), DatesAreNotInOrder)]
)
def test_steps_are_dated_in_order_and_never_ahead(journey, acted_on, refusal):
    asked = journey("79.1.5", "82.1.5").asked()
    with pytest.raises(refusal):
        asked.decide(REVIEW, acted_on=acted_on)
