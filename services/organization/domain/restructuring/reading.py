"""Đọc phương án - what each operation asks, gathered per organisation; contradictions are named with their row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.organization.domain.restructuring import operations as ops
from services.organization.domain.restructuring.operations import NewBody, Operation, new_id, resolved
from services.organization.domain.restructuring.refusals import (
    OperationIsMalformed,
    OperationNamesAnEnded,
    OperationNamesAnUnknown,
    OrganizationIsNamedTwice,
)
from services.organization.domain.restructuring.tree import CELLS, Node, Tree

_PATH = "operations"


class Founding(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation to be founded, under a parent that stands or is founded too."""

    body: NewBody
    parent: UUID
    row: int


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that a plan asks for; `rows` says in which operation it is changed, `receivers` in which it takes."""

    founded: dict[UUID, Founding] = {}
    ended: dict[UUID, tuple[UUID, ...]] = {}
    parents: dict[UUID, UUID] = {}
    types: dict[UUID, str] = {}
    names: dict[UUID, str] = {}
    origins: dict[UUID, list[UUID]] = {}
    rows: dict[UUID, int] = {}
    receivers: dict[UUID, int] = {}
    spread_alone: set[UUID] = set()
    holdings: set[UUID] = set()


class _Reader:
    """Reads one operation after the other; foundings first, so that every later reference can be resolved."""

    def __init__(self, tree: Tree, plan: UUID, on: date, spread: Mapping[UUID, Sequence[UUID]]) -> None:
        self._tree = tree
        self._plan = plan
        self._on = on
        self._spread = spread
        self.reading = Reading()

    def found(self, row: int, operation: Operation) -> None:
        body = operation.new
        needs_one = operation.kind in (ops.FOUND, ops.CONSOLIDATE, ops.SEPARATE)
        if (body is not None) != needs_one:
            raise self._malformed(row, operation, "new")
        if body is None:
            return
        if not body.key or not body.name.strip() or not body.code:
            raise self._malformed(row, operation, "new.key, new.name, new.code")
        identity = new_id(self._plan, body.key)
        if identity in self.reading.founded:
            raise OrganizationIsNamedTwice(_PATH, row=row, code=body.code)
        parent = resolved(self._plan, body.parent)
        if parent is None:
            raise OperationNamesAnUnknown(_PATH, row=row, named=body.parent)
        self.reading.founded[identity] = Founding(body=body, parent=parent, row=row)
        self.reading.receivers.setdefault(parent, row)
        self.reading.rows[identity] = row

    def read(self, row: int, operation: Operation) -> None:
        reads: dict[str, Callable[[int, Operation], None]] = {
            ops.FOUND: self._founding,
            ops.MERGE_INTO: self._merging,
            ops.CONSOLIDATE: self._consolidating,
            ops.SPLIT: self._splitting,
            ops.SEPARATE: self._separating,
            ops.DISSOLVE: self._dissolving,
            ops.TRANSFER_ORG: self._transferring,
            ops.RETYPE: self._retyping,
            ops.RENAME: self._renaming,
            ops.STRENGTHEN: self._strengthening,
        }
        if operation.kind not in reads:
            raise self._malformed(row, operation, "kind")
        if operation.holding is not None:
            if operation.kind not in (ops.DISSOLVE, ops.SPLIT):
                raise self._malformed(row, operation, "holding")
            self.reading.holdings.add(self._ref(row, operation.holding))
        reads[operation.kind](row, operation)

    def _founding(self, row: int, operation: Operation) -> None:
        assert operation.new is not None
        target = new_id(self._plan, operation.new.key)
        self._standing(row, self.reading.founded[target].parent)
        if operation.kind == ops.FOUND:
            for source in operation.sources:
                self._origin(target, self._known(row, source).organization)

    def _merging(self, row: int, operation: Operation) -> None:
        target = self._target(row, operation)
        for source in self._sources(row, operation):
            self._end(row, source, (target,))

    def _consolidating(self, row: int, operation: Operation) -> None:
        self._founding(row, operation)
        assert operation.new is not None
        target = new_id(self._plan, operation.new.key)
        for source in self._sources(row, operation):
            self._end(row, source, (target,))

    def _splitting(self, row: int, operation: Operation) -> None:
        (source,) = self._sources(row, operation, exactly=1)
        targets = tuple(self._ref(row, ref) for ref in operation.targets)
        if len(set(targets)) != len(targets) or len(targets) < 2:
            raise self._malformed(row, operation, "targets")
        self._end(row, source, targets)

    def _separating(self, row: int, operation: Operation) -> None:
        self._founding(row, operation)
        (source,) = self._sources(row, operation, exactly=1)
        assert operation.new is not None
        target = new_id(self._plan, operation.new.key)
        self._origin(target, source.organization)
        for child in operation.children:
            self._move(row, self._known(row, child), target)

    def _dissolving(self, row: int, operation: Operation) -> None:
        heir = self._target(row, operation) if operation.target is not None else None
        for source in self._sources(row, operation):
            if heir is None and source.type in CELLS:
                self.reading.spread_alone.add(source.organization)
            self._end(row, source, (heir,) if heir else tuple(self._spread.get(source.organization, ())))

    def _transferring(self, row: int, operation: Operation) -> None:
        target = self._target(row, operation)
        for source in self._sources(row, operation):
            self._move(row, source, target)

    def _retyping(self, row: int, operation: Operation) -> None:
        if not operation.type:
            raise self._malformed(row, operation, "type")
        for source in self._sources(row, operation):
            self._once(row, source, self.reading.types)
            self.reading.types[source.organization] = operation.type

    def _renaming(self, row: int, operation: Operation) -> None:
        (source,) = self._sources(row, operation, exactly=1)
        if not (operation.name or "").strip():
            raise self._malformed(row, operation, "name")
        self._once(row, source, self.reading.names)
        self.reading.names[source.organization] = str(operation.name)

    def _strengthening(self, row: int, operation: Operation) -> None:
        (source,) = self._sources(row, operation, exactly=1)
        if not operation.seats:
            raise self._malformed(row, operation, "seats")
        self.reading.rows.setdefault(source.organization, row)

    def _end(self, row: int, source: Node, successors: tuple[UUID, ...]) -> None:
        self._once(row, source, self.reading.ended)
        self.reading.ended[source.organization] = successors
        for successor in successors:
            self._origin(successor, source.organization)

    def _move(self, row: int, source: Node, parent: UUID) -> None:
        self._once(row, source, self.reading.parents)
        self.reading.parents[source.organization] = parent

    def _origin(self, target: UUID, source: UUID) -> None:
        if target in self.reading.founded:
            self.reading.origins.setdefault(target, []).append(source)

    def _once(self, row: int, source: Node, already: object) -> None:
        assert isinstance(already, dict)
        if source.organization in already:
            raise OrganizationIsNamedTwice(_PATH, row=row, code=source.code)
        self.reading.rows[source.organization] = row

    def _sources(self, row: int, operation: Operation, exactly: int | None = None) -> list[Node]:
        if not operation.sources or (exactly is not None and len(operation.sources) != exactly):
            raise self._malformed(row, operation, "sources")
        return [self._known(row, source) for source in operation.sources]

    def _target(self, row: int, operation: Operation) -> UUID:
        if operation.target is None:
            raise self._malformed(row, operation, "target")
        return self._ref(row, operation.target)

    def _ref(self, row: int, ref: str) -> UUID:
        identity = resolved(self._plan, ref)
        if identity is None:
            raise OperationNamesAnUnknown(_PATH, row=row, named=ref)
        self._standing(row, identity)
        self.reading.receivers.setdefault(identity, row)
        return identity

    def _standing(self, row: int, identity: UUID) -> None:
        if identity not in self.reading.founded:
            self._known(row, identity)

    def _known(self, row: int, identity: UUID) -> Node:
        node = self._tree.node(identity)
        if node is None:
            raise OperationNamesAnUnknown(_PATH, row=row, named=identity)
        if not node.stands(self._on):
            raise OperationNamesAnEnded(_PATH, row=row, code=node.code, on=self._on)
        return node

    def _malformed(self, row: int, operation: Operation, field: str) -> OperationIsMalformed:
        return OperationIsMalformed(_PATH, row=row, kind=operation.kind, field=field)


def read(
    tree: Tree, plan: UUID, operations: Sequence[Operation], on: date, spread: Mapping[UUID, Sequence[UUID]]
) -> Reading:
    """Everything the operations ask for, per organisation."""
    reader = _Reader(tree, plan, on, spread)
    numbered = list(enumerate(operations, start=1))
    for row, operation in numbered:
        reader.found(row, operation)
    for row, operation in sorted(numbered, key=lambda it: it[1].kind == ops.SPLIT):  # whole sources come first
        reader.read(row, operation)
    return reader.reading
