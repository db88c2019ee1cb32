"""Statements that follow each other: those of one kind, each about rows of its own, are one statement over arrays."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from shared.readmodel.merge import Segment
from shared.readmodel.view import Run


class Runs(NamedTuple):
    """One statement and its arguments, ready to be executed."""

    sql: str
    arguments: tuple[Any, ...]

    async def execute(self, connection: Any) -> None:
        """Inside the caller's transaction."""
        await connection.execute(self.sql, *self.arguments)


def runs_together(parts: Iterable[Segment | Run]) -> Iterator[Segment | Runs]:
    """The parts of a batch in their order; nobody's rows are touched twice by one statement."""
    alike: dict[UUID, Run] = {}
    for part in parts:
        if alike and not (isinstance(part, Run) and _joins(part, alike)):
            yield _one(alike)
            alike = {}
        if not isinstance(part, Run):
            yield part
        elif part.each is None:
            yield Runs(part.sql, part.arguments)
        else:
            alike[part.each] = part
    if alike:
        yield _one(alike)


def _joins(run: Run, alike: dict[UUID, Run]) -> bool:
    first = next(iter(alike.values()))
    return run.each is not None and run.each not in alike and run.sql == first.sql


def _one(alike: dict[UUID, Run]) -> Runs:
    runs = list(alike.values())
    return Runs(runs[0].sql, tuple(map(list, zip(*(run.arguments for run in runs), strict=True))))
