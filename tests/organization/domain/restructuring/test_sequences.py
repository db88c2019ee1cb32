"""Any sequence of operations, transfers and undos: nobody is lost, nobody has two homes, the tree stays a tree.

Members who live outside a plan's reach go to its holding cell and are listed until another organisation admits them.

The model applies a plan's rows in the plainest way and keeps whole trees for the undos. A counterexample is printed by
Hypothesis as the story that led to it: one line for each step.
"""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.organization.domain.restructuring import operations as ops
from services.organization.domain.restructuring import refusals as no
from services.organization.domain.restructuring.access import changes, receivers
from services.organization.domain.restructuring.operations import NewBody, Operation, leaving
from services.organization.domain.restructuring.planning import Planned, check_allocations, plan
from services.organization.domain.restructuring.rows import ENDED
from services.organization.domain.restructuring.sizes import Placed, spread_of
from services.organization.domain.restructuring.tree import CELLS, Node, known_tree

ON = date(2026, 1, 1)
LEGALITY = {
    "CENTRAL": ["PROVINCIAL"],
    "PROVINCIAL": ["DIRECT_SUPERIOR"],
    "DIRECT_SUPERIOR": ["GRASSROOTS_COMMITTEE", "CELL"],
    "GRASSROOTS_COMMITTEE": ["CELL"],
}
ROOT = UUID(int=1)
LONG = int(os.environ.get("RESTRUCTURING_EXAMPLES", "40"))
places = st.integers(min_value=0, max_value=60)


def node(identity: int, kind: str, parent: UUID | None) -> Node:
    founded = date(2000, 1, 1)
    return Node(
        organization=UUID(int=identity), code=f"c{identity}", name="n", type=kind, parent=parent, founded_on=founded
    )


class Country(RuleBasedStateMachine):
    """Two provinces, four wards, eight cells, forty members; everything else happens to them."""

    came_of: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.nodes: dict[UUID, Node] = {ROOT: node(1, "CENTRAL", None)}
        for number in (2, 3):
            self._add(node(number, "PROVINCIAL", ROOT))
        for number in range(4, 8):
            self._add(node(number, "DIRECT_SUPERIOR", UUID(int=2 + number % 2)))
        for number in range(8, 16):
            self._add(node(number, "CELL", UUID(int=4 + number % 4)))
        self.stated = {UUID(int=1000 + n): UUID(int=8 + n % 8) for n in range(40)}
        self.heirs: dict[UUID, UUID] = {}
        self.onward: dict[UUID, UUID] = {}  # open ORG_DISBANDED transfers: who is in a holding cell, and where to
        self.before: list[tuple[dict[UUID, Node], dict[UUID, UUID], dict[UUID, UUID], dict[UUID, UUID]]] = []
        self.number = 0

    def _add(self, it: Node) -> None:
        self.nodes[it.organization] = it

    @rule(kind=st.sampled_from([ops.MERGE_INTO, ops.DISSOLVE, ops.TRANSFER_ORG]), a=places, b=places)
    def one_into_another(self, kind: str, a: int, b: int) -> None:
        self._decide(Operation(kind=kind, sources=(self._pick(a),), target=str(self._pick(b))))

    @rule(a=places, b=places)
    def two_into_a_new_one(self, a: int, b: int) -> None:
        one, other = self._pick(a), self._pick(b)
        it = self.nodes[one]
        new = NewBody(key="k", code=f"k{self.number}", name="Mới", type=it.type, parent=str(it.parent))
        self._decide(Operation(kind=ops.CONSOLIDATE, sources=(one, other), new=new))

    @rule(a=places, b=places, c=places, chosen=st.integers(min_value=0, max_value=3))
    def one_into_two_with_some_allocated(self, a: int, b: int, c: int, chosen: int) -> None:
        source, targets = self._pick(a), (self._pick(b), self._pick(c))
        there = [member for member in self.stated if self._home(member) == source][:chosen]
        split = Operation(kind=ops.SPLIT, sources=(source,), targets=tuple(map(str, targets)))
        self._decide(split, [ops.Allocation(member=member, cell=targets[1]) for member in there])

    @rule(a=places, b=places, held=places, out=places, chosen=st.integers(min_value=0, max_value=9))
    def one_into_others_and_a_holding_cell(self, a: int, b: int, held: int, out: int, chosen: int) -> None:
        """A cell is dissolved without a target: so many of its members live elsewhere, the others go to one cell."""
        source, target, holding, onward = (self._pick(number) for number in (a, b, held, out))
        there = [member for member in self.stated if self._home(member) == source]
        dissolved = Operation(kind=ops.DISSOLVE, sources=(source,), holding=str(holding))
        near = [ops.Allocation(member=member, cell=target) for member in there[chosen:]]
        far = [ops.Allocation(member=member, cell=holding, onward=onward) for member in there[:chosen]]
        self._decide(dissolved, [*near, *far])

    @precondition(lambda self: self.onward)
    @rule(number=places)
    def whoever_was_held_is_admitted(self, number: int) -> None:
        """By the organisation onward, or what stands for it; a committee assigns one of its cells."""
        member = sorted(self.onward)[number % len(self.onward)]
        place = self._stands(self.onward[member])
        below = [it for it in self.nodes if self._is_cell(it) and place in (it, *self._over(it))]
        if below:
            self.stated[member] = below[number % len(below)]
            del self.onward[member]
            self.before.clear()

    @rule(member=st.integers(min_value=0, max_value=39), a=places)
    def a_member_is_admitted_elsewhere(self, member: int, a: int) -> None:
        cell = self._pick(a)
        if self._is_cell(cell) and UUID(int=1000 + member) not in self.onward:  # one transfer at a time
            self.stated[UUID(int=1000 + member)] = cell
            self.before.clear()  # whoever moved since keeps the earlier plans from being undone

    @precondition(lambda self: self.before)
    @rule()
    def the_last_plan_is_undone(self) -> None:
        self.nodes, self.stated, self.heirs, self.onward = self.before.pop()

    @invariant()
    def everyone_has_one_home_that_stands(self) -> None:
        assert len(self.stated) == 40
        for member in self.stated:
            home = self.nodes[self._home(member)]
            assert home.ended_on is None and home.type in CELLS, f"{member} is in {home.code}, which has ended"

    @invariant()
    def whoever_is_held_waits_for_an_organisation_that_stands(self) -> None:
        for member, onward in self.onward.items():
            assert self.nodes[self._stands(onward)].ended_on is None, f"{member} is introduced to nobody"

    @invariant()
    def the_tree_is_a_tree(self) -> None:
        for it in self.nodes.values():
            if it.ended_on is not None:
                continue
            above, steps = it, 0
            while above.parent is not None:
                above, steps = self.nodes[above.parent], steps + 1
                assert above.ended_on is None, f"{it.code} stands under {above.code}, which has ended"
                assert steps < len(self.nodes), f"{it.code} stands in a circle"
            assert above.organization == ROOT

    @invariant()
    def lineage_leads_from_every_ended_one_to_one_that_stands(self) -> None:
        for it in self.nodes.values():
            if it.ended_on is not None and it.organization in self.heirs:
                assert self.nodes[self._stands(it.organization)].ended_on is None

    def _decide(self, operation: Operation, allocated: Sequence[ops.Allocation] = ()) -> None:
        """A plan of one operation; a refusal leaves everything as it was."""
        self.number += 1
        tree = known_tree(dict(self.nodes), leaving((operation,)))
        try:
            result = plan(
                tree,
                UUID(int=10_000 + self.number),
                (operation,),
                ON,
                LEGALITY,
                spread=self._spread(operation, allocated),
            )
            check_allocations(result, tree, allocated, ON)
        except (no.Conflict, no.AllocationIsNotPossible):
            self.came_of[f"{operation.kind} refused"] += 1
            return
        self.came_of[f"{operation.kind} in effect"] += 1
        seen = {it: set(self._over(it)) for it in self.nodes}
        self.before.append((dict(self.nodes), dict(self.stated), dict(self.heirs), dict(self.onward)))
        self._apply(result)
        self.stated.update({one.member: one.cell for one in allocated})
        for one in allocated:
            if one.onward is not None:
                self.onward.setdefault(one.member, one.onward)  # a transfer that was open stays the only one
        self._access_is_as_told(seen, tree, result)

    def _access_is_as_told(self, seen: dict[UUID, set[UUID]], tree: Any, result: Planned) -> None:
        """Who sees more is who the report says, and nobody outside those who receive and those over them."""
        told = {one.organization: one.gains for one in changes(tree, result) if one.gains}
        counted: dict[UUID, int] = {}
        for row in result.rows:
            if row.organization in seen:
                for above in set(self._over(row.organization)) - seen[row.organization]:
                    counted[above] = counted.get(above, 0) + 1
        assert told == counted
        assert set(told) <= receivers(tree, result)

    def _apply(self, result: Planned) -> None:
        for row in result.rows:
            was = self.nodes.get(row.organization)
            ended = ON if row.kind == ENDED else None
            founded = was.founded_on if was else ON
            self.nodes[row.organization] = Node(
                organization=row.organization,
                code=row.code,
                name=row.name,
                type=row.type,
                parent=row.parent,
                founded_on=founded,
                ended_on=ended,
            )
            if row.successor is not None:
                self.heirs[row.organization] = row.successor
        for identity, it in list(self.nodes.items()):
            above = self.nodes.get(it.parent) if it.parent else None
            if it.ended_on is None and above is not None and above.ended_on is not None:
                self.nodes[identity] = Node(
                    organization=identity,
                    code=it.code,
                    name=it.name,
                    type=it.type,
                    parent=self._stands(above.organization),
                    founded_on=it.founded_on,
                )

    def _over(self, organization: UUID) -> list[UUID]:
        """What stands over it; over one that has ended, what succeeded it and all over that."""
        chain, place = [], organization
        while (place := self._above(place)) is not None:  # type: ignore[assignment]
            chain.append(place)
        return chain

    def _above(self, organization: UUID) -> UUID | None:
        if self.nodes[organization].ended_on is not None and organization in self.heirs:
            return self.heirs[organization]
        return self.nodes[organization].parent

    def _home(self, member: UUID) -> UUID:
        return self._stands(self.stated[member])

    def _stands(self, organization: UUID) -> UUID:
        while self.nodes[organization].ended_on is not None:
            organization = self.heirs[organization]
        return organization

    def _spread(self, operation: Operation, allocated: Sequence[ops.Allocation]) -> dict[UUID, tuple[UUID, ...]]:
        """As the service computes it, from where everybody is."""
        placed = {one.member: Placed(cell=self._home(one.member), full=True) for one in allocated}
        holdings = [UUID(operation.holding)] if operation.holding else []
        return spread_of([(one.member, one.cell) for one in allocated], placed, holdings)

    def _is_cell(self, organization: UUID) -> bool:
        it = self.nodes[organization]
        return it.type in CELLS and it.ended_on is None

    def _pick(self, number: int) -> UUID:
        known = [it for it in self.nodes if it != ROOT]
        return known[number % len(known)]


def test_whatever_happens_to_a_country():
    """Any sequence of plans, undos and moves."""
    run_state_machine_as_test(Country, settings=settings(max_examples=LONG, stateful_step_count=25, deadline=None))
    print(f"plans in {LONG} sequences: {dict(Country.came_of)}")
    assert any(came.endswith("in effect") for came in Country.came_of)
