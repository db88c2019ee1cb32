"""Loading: a view told a long history by its own fold; rows are kept in memory until they are many, then copied.

They are written beside the folding of what comes next: while PostgreSQL takes them in, this process would have to wait.
Nobody reads the tables meanwhile, so their indexes (but for unique ones, which decide what is one row) are taken away
at the start and made anew at the end, or before the first statement that may lean on them. Such a statement is planned
with the tables counted: of fresh ones PostgreSQL would guess, and look at the whole of them for every row.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from shared.readmodel.copying import Copying
from shared.readmodel.engine import Engine
from shared.readmodel.merge import Gathered
from shared.readmodel.runs import Runs, runs_together
from shared.readmodel.statements import quoted
from shared.readmodel.tables import ViewTables
from shared.readmodel.view import Run
from shared.vocabulary.excerpts import Excerpts
from shared.vocabulary.facts import Delivered

_MOST_ROWS = 32_768  # kept in memory, and as many on their way
_WORTH_A_WRITE = 8_192  # while nothing is on its way
_FEW = 4_096
_INDEXES = """
SELECT i.relname AS name, pg_get_indexdef(x.indexrelid) AS definition
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = $1 AND t.relkind = 'r' AND NOT t.relispartition AND NOT x.indisunique ORDER BY i.relname
"""


class Loading:
    """One view on its way into the tables beside the live ones. `engine` folds it alone."""

    def __init__(self, engine: Engine, tables: ViewTables) -> None:
        (self._view,) = engine.views
        self._engine = engine
        self._beside = tables
        self._copying: Copying
        self._gathered = Gathered()
        self._indexes: list[str] = []
        self._writing: asyncio.Task[None] | None = None
        self._rows = 0
        self._counted = 0

    @property
    def holds_rows(self) -> bool:
        """Whether rows wait in memory."""
        return bool(self._gathered.parts) or self._is_writing

    @property
    def _is_writing(self) -> bool:
        return self._writing is not None and not self._writing.done()

    async def begin(self, connection: Any, *, empty: bool) -> None:
        """Learn the tables; those that are empty lose their indexes for the time being."""
        await self._engine.learn(connection)
        self._copying = Copying(self._engine.schema, self._engine.tables)
        for row in await connection.fetch(_INDEXES, self._engine.schema) if empty else ():
            await connection.execute(f"DROP INDEX {quoted(self._engine.schema)}.{quoted(row['name'])}")
            self._indexes.append(row["definition"])

    async def take(self, connection: Any, parts: Sequence[Sequence[Delivered] | Excerpts]) -> None:
        """The next facts in order; of those that only put a row, perhaps no more than that row needs."""
        for part in parts:
            if isinstance(part, Excerpts):
                self._engine.gather_rows(part, self._gathered)
            else:
                await self._engine.fetch_keys(part)
                self._engine.gather(part, self._gathered)
        most = _MOST_ROWS if self._is_writing else min(_WORTH_A_WRITE, _MOST_ROWS)
        if len(self._gathered.parts) > 1 or self._gathered.rows > most:
            await self._send(connection)

    async def flush(self, connection: Any) -> None:
        """Write what is in memory, to the end."""
        await self._send(connection)
        await self.written()

    async def written(self) -> None:
        """Nothing is on its way any more: the connection is free."""
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing

    async def stop(self) -> None:
        """Whatever is on its way is given up."""
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.cancel()
            await asyncio.wait([writing])

    async def _send(self, connection: Any) -> None:
        await self.written()
        gathered, self._gathered = self._gathered, Gathered()
        if gathered.parts:
            self._writing = asyncio.create_task(self._write(connection, gathered), name=f"loading {self._view.name}")

    async def _write(self, connection: Any, gathered: Gathered) -> None:
        states = self._view.settle or any(isinstance(part, Run) for part in gathered.parts)
        if states:
            await self._index(connection)
        self._rows += gathered.rows
        async with connection.transaction():
            await self._beside.enter(connection)
            for part in runs_together(gathered.parts):
                if isinstance(part, Runs):
                    await part.execute(connection)
                    continue
                for table, effects in part.items():
                    await self._copying.write(connection, table, effects)
            if states:
                await self._count(connection)
            if self._view.settle:
                await connection.execute(self._view.settle)

    async def _count(self, connection: Any) -> None:
        """Each time the view has grown by half; one of few rows is planned well enough without."""
        if self._rows < max(_FEW, 1.5 * self._counted):
            return
        for table in self._engine.tables:
            await connection.execute(f"ANALYZE {quoted(self._engine.schema)}.{quoted(table)}")
        self._counted = self._rows

    async def end(self, connection: Any) -> None:
        """All rows and all indexes are there."""
        await self.flush(connection)
        await self._index(connection)

    async def _index(self, connection: Any) -> None:
        while self._indexes:
            await connection.execute(self._indexes[-1])
            self._indexes.pop()
