"""Any walk of any kind, with holds, reminders, stays and pauses: one home, one guest cell at most, steps right."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.membership.domain import hold
from services.membership.domain.clocks import CHARTER
from services.membership.domain.dates import months_after
from services.membership.domain.member import MEMBERS
from services.membership.domain.refusals_transfer import StepIsNotAllowedNow
from services.membership.domain.transfer import stay
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.forward import confirm_admitted
from services.membership.domain.transfer.lateness import became_overdue
from services.membership.domain.transfer.onward import DISBANDED, Onward, send_onward
from services.membership.domain.transfer.pause import pause, resume
from services.membership.domain.transfer.reminders import due
from services.membership.domain.transfer.request import Way
from services.membership.domain.transfer.steps import Step, allowed_steps
from shared.vocabulary.facts import Sealed
from shared.vocabulary.refusals import Refusal

WAYS = [
    ("OFFICIAL", "79.1.5", "82.1.6"),
    ("OFFICIAL", "79.1.5", "army"),
    ("TEMPORARY", "79.1.5", "82.1.6"),
    ("TEMPORARY", "79.1.6", "79.2.5"),
    ("INTERNAL", "79.1.6", "79.1.7"),
    ("ABROAD_OFFICIAL", "79.1.5", "army.1"),
    ("ABROAD_TEMPORARY", "79.1.6", "army.1"),
    ("ORG_DISBANDED", "79.1.5", "79.1"),
    ("ORG_DISBANDED", "79.1.5", "82.1.6"),
]
BODIES = ["79", "79.1"]


@pytest.fixture
def machine(journey, at, up_from):
    class AllKinds(RuleBasedStateMachine):
        @initialize(way=st.sampled_from(WAYS), months=st.integers(3, 11))
        def ask(self, way, months):
            kind, origin, destination = way
            more = {"return_by": months_after(date(2026, 1, 5), months)} if "TEMPORARY" in kind else {}
            self.walk = journey(origin, destination, today=date(2026, 1, 20))
            if kind == DISBANDED:
                self._sent_onward(origin, destination)
            else:
                self.walk.asked(kind=kind, **more)

        @rule(step=st.sampled_from(Step), days=st.integers(0, 9))
        def take(self, step, days):
            walk = self.walk
            allowed, home, guest = step in allowed_steps(walk.transfer), walk.member.home, walk.member.stay
            more = {Step.RETURN: {"to_hop": None}}.get(step, {})
            acted_on = min(walk.transfer.last_acted_on + timedelta(days=days), walk.today)
            try:
                walk.does(step, acted_on=acted_on, **more)
            except StepIsNotAllowedNow:
                assert not allowed
                assert (walk.member.home, walk.member.stay) == (home, guest)
            except Refusal:
                assert allowed and step in (Step.RECEIVE, Step.RETURN)
            else:
                assert allowed
                assert not (walk.transfer.is_temporary and walk.member.home != home)

        @rule(body=st.sampled_from(BODIES))
        def somebody_holds(self, body):
            self._hold(hold.place, at(body))
            self.walk._keep(hold.put_on_hold(self.walk.transfer, self._act()))

        @rule(body=st.sampled_from(BODIES))
        def somebody_lets_go(self, body):
            self._hold(hold.lift, at(body))
            self.walk._keep(hold.let_go(self.walk.transfer, self.walk.member, self._act()))

        @rule(days=st.integers(1, 60))
        def days_pass(self, days):
            walk = self.walk
            walk.today += timedelta(days=days)
            was_late, paused = walk.transfer.overdue, walk.transfer.clock_paused_since
            walk._keep(became_overdue(walk.transfer, walk.transfer.present_by, walk.today))
            assert not paused or walk.transfer.overdue == was_late
            before = walk.transfer.reminded
            facts = due(walk.transfer, at("00"), CHARTER, walk.today)
            walk._keep(facts)
            assert not {(fact.what, fact.due) for fact in facts} & before
            assert due(walk.transfer, at("00"), CHARTER, walk.today) == ()

        @rule(ago=st.integers(0, 9))
        def the_office_takes_the_file(self, ago):
            walk = self.walk
            act = Act(organization=at("79"), acted_on=walk.today - timedelta(days=ago))
            walk._keep(pause(walk.transfer, act, CHARTER))
            assert not walk.transfer.clock_runs

        @rule()
        def it_comes_into_the_members_hands(self):
            walk, before = self.walk, self.walk.transfer.present_by
            walk._keep(resume(walk.transfer, self._act(), CHARTER, walk.today))
            assert walk.transfer.clock_paused_since is None
            assert before is None or walk.transfer.present_by >= before

        @precondition(lambda self: self.walk.transfer.stay_is_open)
        @rule(days=st.integers(-10, 200))
        def the_stay_is_prolonged(self, days):
            walk, before = self.walk, self.walk.transfer.return_by
            wanted = before + timedelta(days=days)
            try:
                facts = stay.extend(walk.id, walk.transfer, self._act(), wanted, clocks=CHARTER, today=walk.today)
            except Refusal:
                assert wanted <= before or wanted >= months_after(walk.transfer.effective_on, 12)
                return
            self._both(*facts)
            assert walk.transfer.return_by == walk.member.stay.return_by == wanted

        @precondition(lambda self: self.walk.transfer.stay_is_open)
        @rule()
        def the_stay_ends(self):
            self._both(*stay.end(self.walk.id, self.walk.transfer, self._act(), self.walk.today))

        @precondition(lambda self: self.walk.transfer.state == "ADMITTED")
        @rule()
        def policy_confirms(self):
            self.walk._keep(confirm_admitted(self.walk.transfer))

        @invariant()
        def one_home(self):
            transfer, member = self.walk.transfer, self.walk.member
            moved = transfer.admitted_on is not None and not transfer.is_temporary
            assert member.home == (transfer.destination.organization if moved else transfer.origin)

        @invariant()
        def a_guest_in_one_place_at_most_and_only_while_the_stay_is_open(self):
            transfer, guest = self.walk.transfer, self.walk.member.stay
            assert (guest is not None) == transfer.stay_is_open
            assert guest is None or guest.cell == transfer.destination.organization

        @invariant()
        def nobody_is_introduced_under_a_hold(self):
            transfer = self.walk.transfer
            assert not (transfer.on_hold and Step.ENDORSE in allowed_steps(transfer))
            open_and_held = bool(self.walk.member.holds) and bool(allowed_steps(transfer))
            assert transfer.is_temporary or not open_and_held or transfer.on_hold

        def _hold(self, decide, body):
            walk = self.walk
            try:
                fact = decide(walk.member, body, Sealed("x"), walk.today, walk.today)
            except Refusal:
                return
            walk.member = MEMBERS.evolve(walk.member, fact)

        def _sent_onward(self, origin, destination):
            walk, on = self.walk, date(2026, 1, 5)
            said = Onward(member=walk.member_id, effective_on=on, requested_by="service:plans", province="79")
            way = Way(origin=up_from(origin), destination=up_from(destination), on=on)
            act = Act(organization=at("79.1"), acted_on=on)
            walk._keep(send_onward(said, walk.member, way, act, clocks=CHARTER, today=walk.today))

        def _act(self):
            return Act(organization=at("79"), acted_on=self.walk.today, remark=Sealed("lý do"))

        def _both(self, fact, told):
            self.walk._keep((fact,))
            self.walk.member = MEMBERS.evolve(self.walk.member, told)

    return AllKinds


def test_all_kinds(machine):
    machine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
    machine.TestCase().runTest()
