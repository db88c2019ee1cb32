"""Asking for a transfer: kinds, dates, destinations, and a late start that never stops it."""

from datetime import date

import msgspec
import pytest

from services.membership.domain.refusals import DateIsFarOff, DateIsInTheFuture, DatesAreNotInOrder
from services.membership.domain.refusals_kinds import (
    AbroadIsOutside,
    CellsAreNotOfOneCommittee,
    IncomingIsRegisteredFromPaper,
    ReturnDateIsMissing,
)
from services.membership.domain.refusals_member import MemberHasLeft
from services.membership.domain.refusals_request import (
    DestinationCannotReceive,
    DestinationIsTheHomeCell,
    KindComesFromRestructuring,
    ReturnDateIsForTemporary,
)

JAN_5 = date(2026, 1, 5)


def asking(journey, destination="82.1.5", *, effective_on=JAN_5, acted_on=JAN_5, **more):
    return lambda: journey("79.1.5", destination).request(effective_on=effective_on, acted_on=acted_on, **more)


def test_the_request_knows_its_route_and_its_first_clock(journey, at):
    fact = asking(journey)()
    assert [hop.organization for hop in fact.hops] == [at("79.1.5"), at("79.1"), at("82.1"), at("82.1.5")]
    assert fact.start_by == date(2026, 4, 3)
    assert not fact.started_late


def test_a_late_start_is_a_flag_and_stops_nothing(journey):
    assert asking(journey, effective_on=date(2025, 7, 1))().started_late


def test_an_effect_ahead_is_fine(journey):
    assert not asking(journey, effective_on=date(2026, 6, 1))().started_late


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"kind": "TEMPORARY"}, ReturnDateIsMissing, "return_by"),
        ({"kind": "RETURN_FROM_ABROAD"}, IncomingIsRegisteredFromPaper, "kind"),
        ({"kind": "ABROAD_OFFICIAL"}, AbroadIsOutside, "destination_id"),
        ({"kind": "INTERNAL"}, CellsAreNotOfOneCommittee, "destination_id"),
        ({"kind": "COLLECTIVE"}, KindComesFromRestructuring, "kind"),
        ({"return_by": date(2026, 12, 1)}, ReturnDateIsForTemporary, "return_by"),
        ({"acted_on": date(2026, 3, 3)}, DateIsInTheFuture, "acted_on"),
        ({"acted_on": date(2025, 6, 30)}, DatesAreNotInOrder, "acted_on"),
        ({"decision_date": date(2026, 3, 3)}, DateIsInTheFuture, "decision_date"),
        ({"decision_date": date(2026, 1, 6)}, DatesAreNotInOrder, "decision_date"),
        ({"effective_on": date(2030, 1, 1)}, DateIsFarOff, "effective_on"),
        ({"effective_on": date(1900, 1, 1)}, DateIsFarOff, "effective_on"),
        ({"destination": "79.1.5"}, DestinationIsTheHomeCell, "destination_id"),
        ({"destination": "00"}, DestinationCannotReceive, "destination_id"),
    ],
)
def test_refused(journey, wrong, refusal, field):
    with pytest.raises(refusal) as refused:
        asking(journey, **wrong)()
    assert refused.value.wire()["path"] == [field]


def test_who_has_left_is_not_transferred(journey):
    gone = journey("79.1.5", "82.1.5")
    gone.member = msgspec.structs.replace(gone.member, state="REMOVED")
    with pytest.raises(MemberHasLeft):
        gone.request(effective_on=JAN_5, acted_on=JAN_5)
