"""Any walk through a transfer: one home always, allowed steps exactly right, nothing but the table ever happens."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.membership.domain.refusals_transfer import StepIsNotAllowedNow
from services.membership.domain.transfer.forward import confirm_admitted
from services.membership.domain.transfer.lateness import became_overdue
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from services.membership.domain.transfer.steps import ENDED, Step, allowed_steps
from shared.vocabulary.refusals import Refusal

ENDS = ["82.1.5", "82.1.6", "82.1", "79.1", "79.1.7", "79.b1", "army"]
CHOICES = [None, "82.1.5", "82.1.6", "82.1.9", "79.1.6", "79.1.5"]


@pytest.fixture
def machine(journey, at):
    class TransferMachine(RuleBasedStateMachine):
        @initialize(destination=st.sampled_from(ENDS), origin=st.sampled_from(["79.1.5", "79.1.6", "82.1.6"]))
        def ask(self, origin, destination):
            if origin == destination:
                destination = "79.1.7"
            self.walk = journey(origin, destination, today=date(2026, 1, 20)).asked()

        @rule(
            step=st.sampled_from(Step), to=st.sampled_from(CHOICES), to_hop=st.integers(-1, 5), days=st.integers(0, 9)
        )
        def take(self, step, to, to_hop, days):
            more = {Step.RECEIVE: {"to": to}, Step.RETURN: {"to_hop": to_hop}}.get(step, {})
            allowed = step in allowed_steps(self.walk.transfer)
            before, home = self.walk.transfer, self.walk.member.home
            acted_on = min(before.last_acted_on + timedelta(days=days), self.walk.today)
            try:
                self.walk.does(step, acted_on=acted_on, **more)
            except StepIsNotAllowedNow:
                assert not allowed
                assert (self.walk.transfer, self.walk.member.home) == (before, home)
            except Refusal:
                assert allowed and step in (Step.RECEIVE, Step.RETURN)
                assert (self.walk.transfer, self.walk.member.home) == (before, home)
            else:
                assert allowed
                assert (self.walk.member.home != home) == (step in (Step.ADMIT, Step.CONFIRM))

        @rule(days=st.integers(1, 40))
        def days_pass(self, days):
            self.walk.today += timedelta(days=days)
            self.walk._keep(became_overdue(self.walk.transfer, self.walk.transfer.present_by, self.walk.today))

        @precondition(lambda self: self.walk.transfer.state == "ADMITTED")
        @rule()
        def policy_confirms(self):
            self.walk._keep(confirm_admitted(self.walk.transfer))
            assert self.walk.transfer.state == "CONFIRMED"

        @invariant()
        def one_home(self):
            arrived = self.walk.transfer.admitted_on is not None
            there = self.walk.transfer.destination.organization
            assert self.walk.member.home == (there if arrived else self.walk.transfer.origin)

        @invariant()
        def the_end_allows_nothing(self):
            over = self.walk.transfer.state in ENDED or self.walk.transfer.state == "ADMITTED"
            assert (allowed_steps(self.walk.transfer) == ()) == over

        @invariant()
        def the_facts_alone_tell_it(self):
            folded = Transfer()
            for fact in self.walk.facts:
                folded = TRANSFERS.evolve(folded, fact)
            assert folded == self.walk.transfer

        @invariant()
        def a_letter_number_is_never_used_again(self):
            voided = {fact.voided_number for fact in self.walk.facts if getattr(fact, "voided_number", None)}
            assert self.walk.transfer.letter_number not in voided

    return TransferMachine


def test_transfer_machine(machine):
    machine.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
    machine.TestCase().runTest()
