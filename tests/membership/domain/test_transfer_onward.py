"""The kinds that a restructuring opens: a superior introduces onward, a list is handed over without letters."""

from datetime import date

import pytest

from services.membership.contracts.enums import TransferKind
from services.membership.contracts.kinds import KINDS, Opening
from services.membership.domain.clocks import CHARTER
from services.membership.domain.refusals_request import KindComesFromRestructuring
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.kinds import FROM_RESTRUCTURING, GUEST_KINDS, INCOMING_KINDS, check_kind
from services.membership.domain.transfer.onward import Onward, send_onward
from services.membership.domain.transfer.request import Way
from services.membership.domain.transfer.steps import Step, allowed_steps

REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT = list(Step)[:5]
ON = date(2026, 1, 5)


@pytest.fixture
def sent(journey, at, up_from):
    """From the cell that 79.1 keeps for such members, to a place that may not be known yet."""

    def send(destination="79.1"):
        walk = journey("79.1.5", destination)
        said = Onward(
            member=walk.member_id,
            effective_on=ON,
            decision_number="7-QĐ/ĐU",
            requested_by="service:plans",
            province="79",
        )
        way = Way(origin=up_from("79.1.5"), destination=up_from(destination), on=ON)
        act = Act(organization=at("79.1"), acted_on=ON)
        walk._keep(send_onward(said, walk.member, way, act, clocks=CHARTER, today=walk.today))
        return walk

    return send


def test_the_superior_introduces_and_names_the_cell_once_it_is_known(sent, at):
    walk = sent()
    assert (walk.transfer.kind, walk.transfer.state) == ("ORG_DISBANDED", "CELL_REVIEWED")
    assert walk.transfer.holder.organization == at("79.1")
    walk.does(ENDORSE)
    assert walk.transfer.letter_number and walk.transfer.present_by is not None
    walk.does(RECEIVE, to="79.1.6").does(RECEIVE, PRESENT, ADMIT)
    assert walk.member.home == at("79.1.6")


def test_to_another_province_it_goes_as_every_letter_does(sent, at):
    walk = sent("82.1.5").does(ENDORSE, RECEIVE, PRESENT, ADMIT)
    assert walk.member.home == at("82.1.5")


def test_nobody_withdraws_it_and_nobody_is_left_where_nothing_is(sent):
    walk = sent()
    assert set(allowed_steps(walk.transfer)) == {ENDORSE}
    walk.does(ENDORSE)
    assert Step.REFUSE in allowed_steps(walk.transfer)
    walk.does(Step.RETURN)
    assert walk.transfer.hop == 1 and set(allowed_steps(walk.transfer)) == {ENDORSE, Step.CANCEL}


@pytest.mark.parametrize("kind", sorted(FROM_RESTRUCTURING))
def test_nobody_asks_for_these_kinds(kind):
    with pytest.raises(KindComesFromRestructuring):
        check_kind(kind)


def test_the_catalogue_and_the_rules_say_the_same():
    assert set(KINDS) == set(TransferKind)
    assert {kind for kind, rule in KINDS.items() if rule.opened_by is Opening.RESTRUCTURING} == FROM_RESTRUCTURING
    assert {kind for kind, rule in KINDS.items() if not rule.moves_home} == GUEST_KINDS
    assert {kind for kind, rule in KINDS.items() if rule.opened_by is Opening.INCOMING_LETTER} <= INCOMING_KINDS
    assert all(rule.letter == (rule.boxes > 0) for rule in KINDS.values())
    assert not KINDS[TransferKind.COLLECTIVE].letter and not KINDS[TransferKind.ORG_DISBANDED].reviewed_by_cell
