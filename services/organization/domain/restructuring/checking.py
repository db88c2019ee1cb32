"""Kiểm tra phương án - what the whole plan comes to must be lawful: no cycle, nobody and nothing left behind."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.organization.domain.restructuring.reading import Reading
from services.organization.domain.restructuring.refusals import (
    ChildrenNeedAParent,
    MembersNeedACell,
    OrganizationIsNamedTwice,
    PlacementIsNotLawful,
    PlanCodeIsTaken,
    PlanMakesACycle,
    SourceIsAlsoTarget,
)
from services.organization.domain.restructuring.tree import CELLS, Node, Tree

_PATH = "operations"
Legality = Mapping[str, Sequence[str]]
"""Parent type → the child types it may have."""


def check(
    tree: Tree, reading: Reading, on: date, legality: Legality, legality_at: Mapping[str, Legality] | None = None
) -> None:
    """Every rule about the outcome, in the order in which people would ask; `legality_at` by code, the nearest wins."""
    _After(tree, reading, on, legality, legality_at or {}).check()


class _After:
    """The tree as it would stand after the plan."""

    def __init__(
        self, tree: Tree, reading: Reading, on: date, legality: Legality, legality_at: Mapping[str, Legality]
    ) -> None:
        self._tree = tree
        self._reading = reading
        self._on = on
        self._legality = legality
        self._legality_at = legality_at

    def check(self) -> None:
        self._ended_does_nothing_else()
        self._nothing_ended_receives()
        self._members_have_cells()
        self._codes_are_free()
        self._no_cycle()
        self._placements_are_lawful()
        self._children_have_parents()

    def _ended_does_nothing_else(self) -> None:
        reading = self._reading
        for identity in reading.ended:
            if identity in reading.parents or identity in reading.types or identity in reading.names:
                raise OrganizationIsNamedTwice(_PATH, row=reading.rows[identity], code=self._code(identity))

    def _nothing_ended_receives(self) -> None:
        reading = self._reading
        receivers = [(identity, target) for identity, targets in reading.ended.items() for target in targets]
        receivers += [(identity, found.parent) for identity, found in reading.founded.items()]
        receivers += list(reading.parents.items())
        for identity, target in receivers:
            if target in reading.ended:
                raise SourceIsAlsoTarget(_PATH, row=reading.rows[identity], code=self._code(target))

    def _members_have_cells(self) -> None:
        for identity, successors in self._reading.ended.items():
            is_cell = self._type(identity) in CELLS
            if is_cell and not successors:
                raise MembersNeedACell(_PATH, row=self._reading.rows[identity], code=self._code(identity))
            if any((self._type(successor) in CELLS) != is_cell for successor in successors):
                raise MembersNeedACell(_PATH, row=self._reading.rows[identity], code=self._code(identity))
        for identity, kind in self._reading.types.items():
            if self._was(identity).type in CELLS and kind not in CELLS:
                raise MembersNeedACell(_PATH, row=self._reading.rows[identity], code=self._code(identity))

    def _codes_are_free(self) -> None:
        taken: set[str] = set()
        for found in self._reading.founded.values():
            code = found.body.code
            stays = any(bearer not in self._reading.ended for bearer in self._tree.bearers(code))
            if stays or code in taken:
                raise PlanCodeIsTaken(_PATH, row=found.row, code=code)
            taken.add(code)

    def _no_cycle(self) -> None:
        heirs = [heir for heirs in self._reading.ended.values() for heir in heirs]
        for identity in (*self._reading.founded, *self._reading.parents, *heirs):
            seen: set[UUID] = set()
            place: UUID | None = identity
            while place is not None:
                if place in seen:
                    raise PlanMakesACycle(_PATH, row=self._row(identity), code=self._code(identity))
                seen.add(place)
                place = self._above(place)

    def _placements_are_lawful(self) -> None:
        for identity in (*self._reading.founded, *self._reading.parents, *self._reading.types):
            parent = self._above(identity)
            if parent is None:
                raise ChildrenNeedAParent(_PATH, row=self._row(identity), code=self._code(identity), count=1)
            self._lawful(identity, self._type(identity), parent)
        for identity in (*self._reading.ended, *self._reading.types):
            heir = self._heir(identity)
            if heir is not None:
                for kind in self._tree.others_below(identity):
                    self._lawful(identity, kind, heir)

    def _children_have_parents(self) -> None:
        for identity, successors in self._reading.ended.items():
            count = sum(self._tree.others_below(identity).values())
            if count and not successors:
                row = self._reading.rows[identity]
                raise ChildrenNeedAParent(_PATH, row=row, code=self._code(identity), count=count)

    def _row(self, identity: UUID) -> int:
        """Where it was named; an organisation that only receives: where its source was."""
        reading = self._reading
        if identity in reading.rows:
            return reading.rows[identity]
        return next(reading.rows[source] for source, heirs in reading.ended.items() if identity in heirs)

    def _lawful(self, identity: UUID, child: str, parent: UUID) -> None:
        above = self._type(parent)
        if child not in self._legality_of(parent).get(above, ()):
            named = {"row": self._row(identity), "code": self._code(parent)}
            raise PlacementIsNotLawful(_PATH, child=child, parent=above, on=self._on, **named)

    def _legality_of(self, parent: UUID) -> Legality:
        """The matrix of the nearest organisation upward that has one."""
        place: UUID | None = parent if self._legality_at else None
        while place is not None:
            if (own := self._legality_at.get(self._code(place))) is not None:
                return own
            place = self._above(place)
        return self._legality

    def _heir(self, identity: UUID) -> UUID | None:
        successors = self._reading.ended.get(identity)
        if successors is None:
            return identity
        return successors[0] if successors else None

    def _above(self, identity: UUID) -> UUID | None:
        """The parent after the plan; under one that ends, what follows it."""
        reading = self._reading
        if identity in reading.founded:
            return reading.founded[identity].parent
        parent = reading.parents.get(identity) or self._was(identity).parent
        return self._heir(parent) if parent is not None else None

    def _type(self, identity: UUID) -> str:
        reading = self._reading
        if identity in reading.founded:
            return reading.founded[identity].body.type
        return reading.types.get(identity) or self._was(identity).type

    def _code(self, identity: UUID) -> str:
        found = self._reading.founded.get(identity)
        return found.body.code if found else self._was(identity).code

    def _was(self, identity: UUID) -> Node:
        node = self._tree.node(identity)
        assert node is not None, "every organisation named was found in the tree"
        return node
