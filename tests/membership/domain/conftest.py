"""Transfers told by their facts: a journey from cell to cell, one decision after the other."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest

from services.membership.domain.clocks import Clocks
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.route import Body, Hop, down_to
from services.membership.domain.transfer import aside, forward, lateness
from services.membership.domain.transfer.facts import Act, TransferFact, TransferRequested
from services.membership.domain.transfer.forward import Letter
from services.membership.domain.transfer.request import Proposal, Way, request
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from services.membership.domain.transfer.steps import OF_THE_ISSUER, Step
from shared.vocabulary.facts import Sealed

NAMES = UUID("00000000-0000-4000-8000-000000000000")
TODAY = date(2026, 3, 2)
CLOCKS = Clocks(overrides={date(2026, 1, 2): False, date(2026, 1, 10): True})
TREE = {
    "00": ("CENTRAL", None),
    "79": ("PROVINCIAL", "00"),
    "82": ("PROVINCIAL", "00"),
    "79.1": ("DIRECT_SUPERIOR", "79"),
    "79.2": ("DIRECT_SUPERIOR", "79"),
    "82.1": ("DIRECT_SUPERIOR", "82"),
    "79.1.9": ("GRASSROOTS_COMMITTEE", "79.1"),
    "79.1.8": ("SECTIONAL", "79.1.9"),
    "79.1.7": ("CELL", "79.1.8"),
    "79.1.6": ("CELL", "79.1.9"),
    "79.1.5": ("CELL", "79.1"),
    "79.2.5": ("CELL", "79.2"),
    "79.b1": ("GRASSROOTS_CELL", "79"),
    "82.1.5": ("CELL", "82.1"),
    "82.1.9": ("GRASSROOTS_COMMITTEE", "82.1"),
    "82.1.6": ("CELL", "82.1.9"),
    "army": ("CENTRAL_BLOC", "00"),
    "army.1": ("CELL", "army"),
}
EXTERNAL = {"army", "army.1"}


def place(name: str) -> UUID:
    """The id of a place of the tree above."""
    return uuid5(NAMES, name)


def chain(name: str) -> tuple[Body, ...]:
    """The place and all above it."""
    bodies: list[Body] = []
    here: str | None = name
    while here is not None:
        kind, parent = TREE[here]
        bodies.append(Body(id=place(here), code=here, type=kind, external=here in EXTERNAL))
        here = parent
    return tuple(bodies)


class Journey:
    """A transfer and its member, decided step by step; `does` records what a step decides."""

    def __init__(self, origin: str, destination: str, *, today: date = TODAY) -> None:
        self.id = place("transfer")
        self.member_id = place("member")
        self.today = today
        self.facts: list[TransferFact] = []
        self.transfer = Transfer()
        self.member = Member(home=place(origin), home_since=date(2025, 7, 1), state="FULL")
        self.origin, self.destination = origin, destination
        self.letters = 0

    def asked(
        self, *, effective_on: date = date(2026, 1, 5), acted_on: date = date(2026, 1, 5), **more: Any
    ) -> "Journey":
        self._keep((self.request(effective_on=effective_on, acted_on=acted_on, **more),))
        return self

    def request(self, *, effective_on: date, acted_on: date, **more: Any) -> TransferRequested:
        proposal = Proposal(
            **{
                "member": self.member_id,
                "kind": "OFFICIAL",
                "reason": "CHANGE_OF_WORK",
                "effective_on": effective_on,
                "requested_by": "cell_secretary@79",
                "province": "79",
                **more,
            }
        )
        way = Way(origin=chain(self.origin), destination=chain(self.destination), on=effective_on)
        act = Act(organization=place(self.origin), acted_on=acted_on)
        return request(proposal, self.member, way, act, clocks=CLOCKS, today=self.today)

    def does(self, *steps: Step, **more: Any) -> "Journey":
        for step in steps:
            self._keep(self.decide(step, **more))
        return self

    def decide(self, step: Step, **more: Any) -> tuple[TransferFact, ...]:
        """What the step decides now; nothing is kept."""
        act = self.act(step, **{name: more.pop(name) for name in ("acted_on", "remark") if name in more})
        return DECIDE[step](self, act, **more)

    def act(self, step: Step, *, acted_on: date | None = None, remark: str | None = "lý do") -> Act:
        body = self.transfer.issuer if step in OF_THE_ISSUER else self.transfer.holder
        on = acted_on or max(self.transfer.last_acted_on, date(2026, 1, 5))
        return Act(organization=body.organization, acted_on=on, remark=Sealed(remark) if remark else None)

    def letter(self, act: Act) -> Letter | None:
        if not forward.needs_letter(self.transfer):
            return None
        return Letter(number=self.number(), present_by=CLOCKS.present_by(act.acted_on))

    def number(self) -> str:
        self.letters += 1
        return f"{self.letters}-GTSHĐ/ĐU"

    def below(self, name: str | None) -> tuple[Hop, ...]:
        return down_to(self.transfer.holder.organization, chain(name)) if name else ()

    def moved(self, decided: tuple[tuple[TransferFact, ...], Any]) -> tuple[TransferFact, ...]:
        facts, moved = decided
        self.member = MEMBERS.evolve(self.member, moved)
        return facts

    def _keep(self, facts: Sequence[TransferFact]) -> None:
        for fact in facts:
            self.transfer = TRANSFERS.evolve(self.transfer, fact)
            self.facts.append(fact)


DECIDE: dict[Step, Callable[..., tuple[TransferFact, ...]]] = {
    Step.REVIEW: lambda j, act: forward.review(j.transfer, act, j.today),
    Step.ENDORSE: lambda j, act: forward.endorse(j.transfer, act, j.letter(act), j.today),
    Step.RECEIVE: lambda j, act, to=None: forward.receive(j.transfer, act, j.below(to), j.today),
    Step.PRESENT: lambda j, act: forward.present(j.transfer, act, j.today),
    Step.ADMIT: lambda j, act: j.moved(forward.admit(j.id, j.transfer, j.member, act, j.today)),
    Step.CONFIRM: lambda j, act: j.moved(forward.confirm_external(j.id, j.transfer, j.member, act, j.today)),
    Step.RETURN: lambda j, act, to_hop=None: aside.give_back(j.transfer, act, to_hop, j.today),
    Step.REFUSE: lambda j, act: aside.refuse(j.transfer, act, j.today),
    Step.WITHDRAW: lambda j, act: aside.withdraw(j.transfer, act, j.today),
    Step.REISSUE: lambda j, act: aside.reissue(j.transfer, act, j.number(), j.today),
    Step.DECIDE_OVERDUE: lambda j, act, present_by=None: lateness.decide_overdue(j.transfer, act, present_by, j.today),
    Step.CANCEL: lambda j, act: aside.cancel(j.transfer, act, j.today),
}


@pytest.fixture
def journey() -> Callable[..., Journey]:
    """A journey from one place of the tree to another."""
    return Journey


@pytest.fixture
def at() -> Callable[[str], UUID]:
    return place


@pytest.fixture
def up_from() -> Callable[[str], tuple[Body, ...]]:
    return chain
