"""The engine of views: folds a batch of facts in memory and writes the outcome with set-based statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from shared.people.refusals import PersonKeyIsBroken
from shared.readmodel.at_once import in_one
from shared.readmodel.columns import Tables, read_columns
from shared.readmodel.merge import Gathered, segments
from shared.readmodel.runs import Runs, runs_together
from shared.readmodel.statements import Statement, statements
from shared.readmodel.view import Op, View
from shared.vocabulary.excerpts import Excerpts
from shared.vocabulary.facts import Delivered, Fact, PublishedFact, Sealed


class Keys(Protocol):
    """Who opens personal values: `shared.people.keyring.Keyring`."""

    async def prefetch(self, persons: Iterable[UUID]) -> Any:
        """Fetch the keys of these persons, in pages."""
        ...

    def open(self, person: UUID, field: str, sealed: Sealed) -> str | None:
        """The clear value, None once erased."""
        ...

    def forget(self, person: UUID) -> Any:
        """Open nothing of this person any more."""
        ...


class PoisonFact(RuntimeError):  # noqa: N818 - named as a sentence
    """A fact that a view cannot take: only a new version of the code can help, so nothing behind it is applied."""

    def __init__(self, sequence: int, where: str, error: Exception) -> None:
        why = f"person {error.params['person']}" if isinstance(error, PersonKeyIsBroken) else getattr(error, "why", "")
        told = f"{type(error).__name__} ({why})" if why else type(error).__name__
        super().__init__(f"{where} cannot take sequence {sequence}: {told}")
        self.sequence = sequence


def erased(batch: Sequence[Delivered]) -> list[UUID]:
    """Whose erasure these facts tell."""
    told = (delivered.fact for delivered in batch if isinstance(delivered.fact, PublishedFact))
    return [getattr(fact, fact.ERASES) for fact in told if fact.ERASES]


@dataclass
class Folded:
    """What a batch asks of each view, up to the first fact that cannot be taken."""

    ops: dict[str, list[Op]] = field(default_factory=dict)
    poison: PoisonFact | None = None
    erases: bool = False


class Engine:
    """Applies facts to a set of views whose tables stand in one schema."""

    def __init__(self, schema: str, views: Sequence[View], keys: Keys | None = None) -> None:
        self.schema = schema
        self.views = tuple(views)
        self._keys = keys
        self.tables: Tables = {}
        self._asking: dict[type[Fact], tuple[View, ...]] = {}

    async def learn(self, connection: Any) -> None:
        """Read the tables' columns; again whenever tables were made or switched."""
        self.tables = await read_columns(connection, self.schema)

    async def fold(self, batch: Sequence[Delivered]) -> Folded:
        """Pure, apart from the keys fetched first: the same facts give the same ops."""
        await self.fetch_keys(batch)
        folded = Folded({view.name: [] for view in self.views}, erases=bool(erased(batch)))
        for delivered in batch:
            try:
                views = self._told_of(type(delivered.fact))
                asked = {view.name: list(view.asked(delivered, self._open)) for view in views}
            except Exception as error:  # noqa: BLE001 - whatever a fold raises, it is this fact that raised it
                folded.poison = PoisonFact(delivered.sequence, "a view", error)
                folded.poison.__cause__ = error
                return folded
            for name, ops in asked.items():
                folded.ops[name].extend(ops)
        return folded

    def gather(self, batch: Sequence[Delivered], gathered: Gathered) -> None:
        """The same for a single view that is told a long history, its keys fetched; a poison fact is raised.

        What a broken key does not open is shown as that of the erased: the keyring has named the person.
        """
        (view,) = self.views
        delivered = batch[0] if batch else None
        try:
            for kind, told in groupby(batch, key=_kind):
                if kind in view.rows:
                    self.gather_rows(Excerpts(kind, [delivered.fact for delivered in told]), gathered)
                    continue
                for delivered in told if self._told_of(kind) else ():
                    gathered.add(view.fold(delivered, self._open_or_leave))
        except Exception as error:
            raise PoisonFact(delivered.sequence if delivered else 0, "a view", error) from error

    def gather_rows(self, read: Excerpts, gathered: Gathered) -> None:
        """The same for facts that put rows, of which perhaps no more than the fields of these rows were read."""
        (view,) = self.views
        for row in view.rows[read.kind]:
            gathered.put(row, read.facts)

    async def write(self, connection: Any, folded: Folded) -> None:
        """Write all views, then let each touched one settle; inside the caller's transaction."""
        for view in self.views:
            await self._write(connection, folded.ops[view.name])
        for statement in self.settling(folded):
            await connection.execute(statement)

    def in_one(self, folded: Folded) -> list[Statement] | None:
        """What `write` would execute, if it can go in one statement; views without notes settle behind it."""
        return in_one(self.schema, self.tables, [(view, folded.ops[view.name]) for view in self.views])

    def settling(self, folded: Folded, *, noted: bool = False) -> list[str]:
        """What the touched views execute after each batch; `noted`: but for those whose notes were given already."""
        touched = [view for view in self.views if view.settle and folded.ops[view.name]]
        return [view.settle for view in touched if not (noted and view.notes)]

    async def _write(self, connection: Any, ops: Sequence[Op]) -> None:
        for part in runs_together(segments(ops)):
            if isinstance(part, Runs):
                await part.execute(connection)
                continue
            for table, effects in part.items():
                for sql, arrays in statements(self.schema, self.tables, table, effects):
                    await connection.execute(sql, *arrays)

    async def fetch_keys(self, batch: Sequence[Delivered]) -> None:
        """What folding these facts opens; who is erased by one of them is forgotten."""
        if self._keys is None:
            return
        persons = {
            person
            for delivered in batch
            for view in self._told_of(type(delivered.fact))
            for person in view.people(delivered)
        }
        if persons:
            await self._keys.prefetch(tuple(persons))
        for person in erased(batch):
            self._keys.forget(person)

    def _told_of(self, kind: type[Fact]) -> tuple[View, ...]:
        """The views that ask for facts of this kind; looked up once, for it is asked of every fact and every view."""
        views = self._asking.get(kind)
        if views is None:
            views = self._asking[kind] = tuple(view for view in self.views if issubclass(kind, view.on))
        return views

    def _open(self, person: UUID, field: str, sealed: Sealed | None) -> str | None:
        if sealed is None:
            return None
        if self._keys is None:
            raise LookupError("this process opens no personal values")
        return self._keys.open(person, field, sealed)

    def _open_or_leave(self, person: UUID, field: str, sealed: Sealed | None) -> str | None:
        try:
            return self._open(person, field, sealed)
        except PersonKeyIsBroken:
            return None


def _kind(delivered: Delivered) -> type[Fact]:
    return type(delivered.fact)
