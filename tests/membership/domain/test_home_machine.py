"""Any walk through home services and one file: one custodian always, no admission in doubt, DONE only with proof."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.membership.domain.custody import steps
from services.membership.domain.custody.facts import Custodian, FileHandedOver, FileSealed
from services.membership.domain.custody.state import CUSTODIES, Custody
from services.membership.domain.custody.steps import Occasion, Seen, Way, envelope
from services.membership.domain.home_service import facts as told
from services.membership.domain.home_service import visit as visits
from services.membership.domain.home_service.moment import moment_of
from services.membership.domain.home_service.proof import Stored, keep
from services.membership.domain.home_service.state import ENDED, HOME_SERVICES, HomeService
from services.membership.domain.home_service.visit import Appointment, Evidence
from services.membership.domain.refusals_custody import CustodyIncidentIsOpen
from shared.vocabulary.facts import Sealed
from shared.vocabulary.refusals import Refusal

SPACE = UUID(int=6)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
TODAY = date(2026, 11, 21)
MOMENT = moment_of(None, NOW)
MEMBER = uuid5(SPACE, "member")
SEALED = Sealed("s")
HANDS = [
    Custodian(kind="MEMBER"),
    Custodian(kind="OFFICER", officer="an@1"),
    Custodian(kind="OFFICER", officer="ba@1"),
    Custodian(kind="BODY", organization=uuid5(SPACE, "79.1")),
    Custodian(kind="POST"),
]
SEALS = [f"NP-{number}" for number in range(1, 5)]
hands, seals = st.sampled_from(HANDS), st.sampled_from(SEALS)
numbers, proofs = st.integers(1, 5), st.sampled_from([uuid5(SPACE, name) for name in "abcd"])


def asked(flow: str, *, carries_file: bool) -> told.HomeServiceRequested:
    return told.HomeServiceRequested(
        member=MEMBER,
        service="DELIVER_TO_HOME",
        flow=flow,
        carries_file=carries_file,
        proofs=("SIGNATURE", "ONE_TIME_CODE"),
        organization=uuid5(SPACE, "79.1"),
        fallback=uuid5(SPACE, "79.1"),
        home=uuid5(SPACE, "79.1.5"),
        task_code="NHA-000000",
        asked_by="CELL",
        requested_by="cell_secretary@79.1.5",
        consent_on=TODAY,
        max_attempts=3,
        eligible_by=SEALED,
        address=SEALED,
        neighbourhood=SEALED,
        province="79",
    )


class HomeMachine(RuleBasedStateMachine):
    @initialize(flow=st.sampled_from(["FROM_HOME", "TO_HOME", "TO_COMMITTEE"]), carries=st.booleans())
    def ask(self, flow, carries):
        self.service = HOME_SERVICES.evolve(HomeService(), asked(flow, carries_file=carries))
        self.custody, self.facts, self.held = Custody(), [], []

    def serve(self, decide):
        try:
            facts = decide()
        except Refusal:
            return ()
        for fact in facts:
            self.service = HOME_SERVICES.evolve(self.service, fact)
        self.facts += facts
        return facts

    def hold(self, decide):
        try:
            facts = decide()
        except Refusal:
            return ()
        for fact in facts:
            self.custody = CUSTODIES.evolve(self.custody, fact)
        self.held += facts
        return facts

    @rule(officer=st.sampled_from(["an@1", "ba@1"]))
    def plan(self, officer):
        at = Appointment(officer=officer, on=TODAY, slot="MORNING", one_time_code=SEALED, capture_key=SEALED)
        self.serve(lambda: visits.schedule(self.service, at, TODAY))

    @rule(number=numbers)
    def set_out(self, number):
        self.serve(lambda: visits.start(self.service, number, MOMENT))

    @rule(number=numbers)
    def meet_nobody(self, number):
        self.serve(lambda: visits.fail(self.service, number, "ABSENT", MOMENT))

    @rule()
    def go_in_vain(self):
        self.plan("an@1")
        self.meet_nobody(len(self.service.visits))

    @rule(proof=proofs, number=numbers, kind=st.sampled_from(["SIGNATURE", "PHOTO_OF_SEAL"]))
    def store(self, proof, number, kind):
        stored = Stored(proof=proof, visit=number, kind=kind, taken_digest="d", kept_digest="k", size=9, moment=MOMENT)
        self.serve(lambda: keep(self.service, stored))

    @rule(number=numbers, shown=st.lists(proofs, max_size=2, unique=True), code=st.booleans())
    def finish(self, number, shown, code):
        kept = self.service.proofs
        custodian = self.custody.custodian.kind if self.custody.custodian else ""
        evidence = Evidence(proofs=tuple(shown), code_is_right=code, custodian=custodian)
        if self.serve(lambda: visits.complete(self.service, number, evidence, MOMENT)):
            assert all(proof in kept and kept[proof].visit == number for proof in shown)
            assert code or any(kept[proof].kind == "SIGNATURE" for proof in shown)
            assert not self.service.carries_file or self.custody.envelope is not None or self.held

    @rule(proof=proofs)
    def show_a_proof_of_the_visit_before(self, proof):
        self.plan("an@1")
        self.store(proof, len(self.service.visits), "SIGNATURE")
        self.plan("an@1")
        self.finish(len(self.service.visits), [proof], False)

    @rule(who=hands, number=seals)
    def seal(self, who, number):
        sealed = envelope(number, "sha256:abcdef", 12)
        self.hold(lambda: steps.seal(self.custody, who, sealed, self.occasion()))

    @rule(giver=hands, receiver=hands, number=seals, whole=st.booleans())
    def hand_over(self, giver, receiver, number, whole):
        before = self.custody.custodian
        seen = Seen(seal_number=number, intact=whole)
        way = Way(giver=giver, receiver=receiver)
        if self.hold(lambda: steps.hand_over(self.custody, way, seen, self.occasion())):
            assert before == giver
            fault = not whole or number != self.custody.envelope.seal_number
            assert bool(self.custody.incident) >= fault

    @precondition(lambda self: self.custody.envelope is not None)
    @rule(receiver=hands, whole=st.booleans())
    def pass_on(self, receiver, whole):
        self.hand_over(self.custody.custodian, receiver, self.custody.envelope.seal_number, whole)
        self.admit()

    @rule(who=hands)
    def unseal(self, who):
        if self.hold(lambda: steps.open_by_right(self.custody, who, self.occasion())):
            assert who.kind == "BODY"

    @rule(number=seals)
    def close(self, number):
        doubted = bool(self.custody.incident)
        anew = envelope(number, "sha256:abcdef", 12)
        done = self.hold(lambda: steps.close_incident(self.custody, anew, "1-BB", SEALED, self.occasion()))
        assert bool(done) == doubted

    @precondition(lambda self: self.held)
    @rule()
    def admit(self):
        try:
            steps.may_admit(self.custody)
        except CustodyIncidentIsOpen:
            assert self.custody.incident
        else:
            assert not self.custody.incident

    def occasion(self):
        return Occasion(member=MEMBER, home_service=uuid5(SPACE, "service"), moment=MOMENT)

    @invariant()
    def one_custodian_from_the_first_seal_on(self):
        if not hasattr(self, "held"):
            return
        holder = None
        for fact in self.held:
            if isinstance(fact, FileSealed):
                assert holder in (None, fact.custodian)
                holder = fact.custodian
            elif isinstance(fact, FileHandedOver):
                assert fact.giver == holder
                holder = fact.receiver
        assert holder == self.custody.custodian
        assert (holder is None) == (not self.held)

    @invariant()
    def no_more_attempts_than_allowed_and_one_open_visit(self):
        if not hasattr(self, "service"):
            return
        assert self.service.attempts <= self.service.max_attempts
        open_ones = [visit for visit in self.service.visits if not visit.outcome]
        assert len(open_ones) <= (0 if self.service.state in ENDED else 1)
        assert (self.service.state == "FELL_BACK") == (self.service.attempts == self.service.max_attempts)


def test_home_machine():
    HomeMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
    HomeMachine.TestCase().runTest()
