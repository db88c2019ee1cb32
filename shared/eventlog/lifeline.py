"""The writer's own connection: one prepared call per batch, plans fixed to index look-ups, found again when lost."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg
import structlog

from shared.eventlog.batch import Batch
from shared.eventlog.binary import Rows
from shared.eventlog.copied import copied_facts, copied_outbox
from shared.eventlog.held import BOUNDS, Holder, LogIsHeld, holder, look
from shared.eventlog.verdicts import Answer, answered
from shared.runtime.pools import LeanConnection, as_bytes

_log = structlog.get_logger()
_SCALARS = 9  # the lock's key among them
_ROWS = ("expected_version", "new_fact", "new_command", "new_claim", "new_claim", "moved_checkpoint")
_PLACES = ", ".join(f"${n}" for n in range(1, _SCALARS + len(_ROWS) + 1))
_APPEND = f"select append_at_once({_PLACES})"
_NUMBERS = "select " + ", ".join(f"'{name}'::regtype::oid" for name in _ROWS)
_PATIENCE = 30.0  # of this end, when PostgreSQL keeps none of its own bounds
_CONNECTS_WITHIN = 30  # the library waits for twice that
_SEAL = "insert into seals values ($1, $2, $3, $4, $5, $6)"
_PLANS = {
    # The tables may be empty when the plans are made and large a minute later: only index look-ups stay right.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "timezone": "UTC",
}
_READ_ONLY = ("in_hot_standby", "default_transaction_read_only")
_BROKEN = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,  # at the other end is a standby: only another connection leads elsewhere
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was stopped in the middle of an import
    asyncpg.InternalClientError,  # the library lost count of what was under way: cut between two of its steps
)


class NothingIsWrittenThere(Exception):  # noqa: N818 - named as a sentence
    """At the other end is a standby, or a server that was made read-only."""


class ConnectionLost(Exception):  # noqa: N818 - named as a sentence
    """The answer to a call did not arrive: it may have been committed or not."""


def lock_key(service: str) -> int:
    """The advisory lock of a service's log, the same in every process."""
    return int.from_bytes(hashlib.sha256(f"log of {service}".encode()).digest()[:8], "big", signed=True)


class _WritersConnection(LeanConnection):
    """Takes arrays of the log's own rows as the bytes that they are (`binary`): nothing is asked about their types."""

    async def _introspect_types(self, typeoids: Iterable[int], timeout: float | None) -> Any:  # noqa: ASYNC109 - theirs
        return as_bytes(typeoids)


class Lifeline:
    """One connection that only the writer uses; not through a pooler."""

    def __init__(self, dsn: str, service: str) -> None:
        self._dsn = dsn
        self._service = service
        self._key = lock_key(service)
        self._connection: asyncpg.Connection | None = None
        self._statement: Any = None
        self._kinds: Sequence[int] = ()

    async def connect(self) -> None:
        """Connect once; fails if the database is not there."""
        connection = await asyncpg.connect(
            self._dsn,
            server_settings={"application_name": f"lienthong {self._service} writer", **_PLANS, **BOUNDS},
            timeout=_CONNECTS_WITHIN,
            command_timeout=_PATIENCE,
            connection_class=_WritersConnection,
        )
        try:
            told = connection.get_settings()  # by the server, as it connects
            if "on" in [getattr(told, name, "off") for name in _READ_ONLY]:
                raise NothingIsWrittenThere
            self._statement = await connection.prepare(_APPEND)
            # Preparing alone leaves a command open whose time runs out while nothing is sent; what follows ends it.
            self._kinds = await connection.fetchrow(_NUMBERS)
        except BaseException:
            connection.terminate()
            raise
        self._connection = connection

    async def send(self, batch: Batch) -> Answer:
        """Commit a batch; ConnectionLost means that its outcome is unknown, LogIsHeld that it was not written."""
        return await (self.copy(batch) if batch.is_bulk else self.call(batch.arguments))

    async def copy(self, batch: Batch) -> Answer:
        """An import: checked as ever, under the same lock, in the same transaction; its facts go by COPY."""
        connection = await self._connected()
        before, after = batch.before, batch.after
        facts, told = (rows(batch.placed, before, after) for rows in (copied_facts, copied_outbox))
        with self._losses(connection):
            async with connection.transaction():
                answer = await self._called(batch.checks)
                if answer.outcome == "written":
                    await connection.copy_to_table("facts", source=facts, format="binary")
                    await connection.copy_to_table("outbox", source=told, format="binary")
                    seal = before.position + 1, after.position, after.seal, after.sequence, after.digest
                    await connection.execute(_SEAL, *seal, after.recorded_at)
                return answer

    async def call(self, arguments: Sequence[Any]) -> Answer:
        """Send a batch in one round trip."""
        connection = await self._connected()
        with self._losses(connection):
            return await self._called(arguments)

    async def look(self) -> None:
        """Whether a batch would be let through now: returns when it would, else LogIsHeld or ConnectionLost."""
        connection = await self._connected()
        with self._losses(connection):
            await look(connection, self._key)

    async def _called(self, arguments: Sequence[Any]) -> Answer:
        middle = _SCALARS - 1
        rows = map(Rows.array, arguments[middle:], self._kinds)
        return answered(await self._statement.fetchval(self._key, *arguments[:middle], *rows))

    @contextmanager
    def _losses(self, connection: asyncpg.Connection) -> Iterator[None]:
        """Whatever says that the connection broke is ConnectionLost: what was under way may stand or not.

        Such a connection is never used again: until its end has been read it still looks open, in a state that is
        neither inside a transaction nor outside, and would refuse whatever it is given.
        """
        try:
            yield
        except asyncpg.LockNotAvailableError as error:
            raise LogIsHeld from error
        except _BROKEN as error:
            self.drop()
            raise ConnectionLost from error
        except asyncpg.InterfaceError as error:
            if not connection.is_closed() and not isinstance(error.__context__, _BROKEN):
                raise
            self.drop()
            raise ConnectionLost from error

    async def _connected(self) -> asyncpg.Connection:
        """The connection, on first use a new one."""
        if self._connection is None and not await self.reconnect():
            raise ConnectionLost
        connection = self._connection
        if connection is None or connection.is_closed():
            self.drop()
            raise ConnectionLost
        return connection

    async def reconnect(self) -> bool:
        """One try to get the connection back."""
        self.drop()
        try:
            await self.connect()
        except Exception as error:  # noqa: BLE001 - a writer that died of it would leave every caller waiting for ever
            _log.warning("the log's connection is still lost", service=self._service, error=type(error).__name__)
            return False
        return True

    def drop(self) -> None:
        """End the connection without waiting for it."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    @property
    def session(self) -> int | None:
        """The number of PostgreSQL's process at the other end."""
        connection = self._connection
        return None if connection is None or connection.is_closed() else connection.get_server_pid()

    async def close(self) -> None:
        """Say good-bye."""
        if self._connection is not None and not self._connection.is_closed():
            try:
                await self._connection.close(timeout=1)
            except (OSError, TimeoutError):
                self._connection.terminate()


async def holder_before(lifelines: Iterable[Lifeline], dsn: str) -> Holder | None:
    """Who holds what these wait for."""
    return await holder(dsn, [session for line in lifelines if (session := line.session) is not None])
