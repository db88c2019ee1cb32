"""A village on one disk, or one for each server: PostgreSQL, NATS, log and mirror, lived in until the power is cut."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from shared.bus.connection import Broker
from shared.bus.envelope import stream_name
from shared.bus.mirror import Mirror
from shared.eventlog.log import EventLog
from shared.eventlog.migrate import migrate
from shared.eventlog.topics import register_topics
from shared.readmodel import MIGRATIONS
from shared.runtime import postgres
from shared.runtime.clock import SystemClock
from shared.runtime.nats_server import NatsServer
from shared.runtime.ports import free_port
from shared.runtime.postgres import PostgresServer
from shared.testing.invariants import Acknowledged, log_violations
from shared.testing.mirrored import mirror_violations, reading
from shared.testing.postgres import PASSWORD
from tests.faults.village import VILLAGE, live

SECRET = b"s" * 32
DEPLOYMENT = "power"
PATIENCE = 60.0
BUILDERS = 16  # at once: some command is under way at any moment
Strike = Callable[[Callable[[], None]], None]
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}


class ForgetfulNats(NatsServer):
    """As NATS comes: it flushes every two minutes, whatever it has acknowledged."""

    def _configuration(self) -> str:
        return super()._configuration().replace("sync_interval: always", 'sync_interval: "2m"')


@dataclass
class Lived:
    """What was promised before the cut."""

    commands: list[Acknowledged] = field(default_factory=list)
    mirrored: int = 0
    epoch: str = ""


@dataclass
class Servers:
    """The two servers; `forgetful`: neither flushes what it acknowledges."""

    forgetful: bool
    database: PostgresServer
    nats: NatsServer

    @property
    def pids(self) -> tuple[int, int]:
        """Their processes."""
        process = self.nats.process
        assert process is not None
        return self.database.pid, process.pid


@asynccontextmanager
async def servers(home: Path, *, messages: Path | None = None, forgetful: bool = False) -> AsyncIterator[Servers]:
    """Both servers on the disk at `home`, NATS on its own at `messages`; ended afterwards if they still live."""
    settings = {"max_wal_size": "64MB", **(FORGETFUL if forgetful else {})}
    with a_broker(messages or home, forgetful=forgetful) as nats:
        database = postgres.start(home / "postgres", password=PASSWORD, settings=settings)
        try:
            yield Servers(forgetful, database, nats)
        finally:
            nats.stop()
            database.stop()


@contextmanager
def a_broker(home: Path, *, forgetful: bool = False) -> Iterator[NatsServer]:
    """NATS alone on the disk at `home`."""
    nats = (ForgetfulNats if forgetful else NatsServer)(
        home / "nats",
        port=free_port(),
        monitor_port=free_port(),
        passwords={name: name for name in ("village", "operator")},
        publishers=("village",),
        operators=("operator",),
    )
    nats.start()
    try:
        yield nats
    finally:
        nats.stop()


async def settle(on: Servers) -> None:
    """Make the service's tables; everything so far is on the disk."""
    await migrate(on.database.dsn("village"), "village", PASSWORD, [MIGRATIONS])


async def live_until_cut(on: Servers, lived: Lived, seconds: float, strike: Strike) -> None:
    """Build houses, several at once, while the mirror follows; strike in the middle of it.

    From a thread, while commands go on: what was promised is counted at the moment before the cut, not a turn earlier
    in which the database would end what is under way and nobody here would be answered. And not before something new
    was acknowledged by either server: on a busy machine a moment may pass without.
    """
    register_topics([VILLAGE])
    async with AsyncExitStack() as parts:
        log = await EventLog.open(
            on.database.dsn("village", user="village", password=PASSWORD),
            service="village",
            clock=SystemClock(),
            secret=SECRET,
            in_tests=on.forgetful,
        )
        parts.push_async_callback(log.close)
        broker = Broker(on.nats.url, user="village", password="village")
        broker.start()
        parts.push_async_callback(broker.close)
        mirror = Mirror(log, broker, deployment=DEPLOYMENT, service="village")
        lived.epoch = log.epoch
        working = [
            asyncio.create_task(mirror.run()),
            *(asyncio.create_task(_build(log, lived)) for _ in range(BUILDERS)),
        ]
        await asyncio.sleep(seconds)
        before, built = lived.mirrored, len(lived.commands)
        async with asyncio.timeout(PATIENCE):
            while log.head.sequence - mirror.finding().lag <= before or len(lived.commands) <= built:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        promised: list[Acknowledged] = []

        def note() -> None:
            promised.extend(lived.commands)
            lived.mirrored = log.head.sequence - mirror.finding().lag

        await asyncio.to_thread(strike, note)
        lived.commands = promised
        for task in working:
            task.cancel()
        await asyncio.wait(working, timeout=5)


async def _build(log: EventLog, lived: Lived) -> None:
    while True:
        await live(log, houses=1, acknowledged=lived.commands)


@dataclass(frozen=True)
class Lost:
    """What was acknowledged and is not there any more."""

    commands: int
    messages: int
    broken: tuple[str, ...] = ()


async def lost(on: Servers, lived: Lived) -> Lost:
    """Compare what is left with what was promised."""
    connection = await asyncpg.connect(on.database.dsn("village"))
    try:
        found = [str(one) for one in await log_violations(connection, VILLAGE)]
        commands = len(lived.commands) - await kept_commands(connection, lived)
        async with reading(on.nats.url, "operator", "operator") as js:
            mirrored = await mirror_violations(js, connection, "village", deployment=DEPLOYMENT, patience=0)
        found += [str(one) for one in mirrored]
    finally:
        await connection.close()
    messages = max(0, lived.mirrored - await kept_messages(on.nats, lived))  # some more may stand there, not answered
    return Lost(commands, messages, tuple(found))


async def kept_commands(connection: asyncpg.Connection, lived: Lived) -> int:
    """How many of the acknowledged commands PostgreSQL still knows."""
    wanted = [entry.command_id for entry in lived.commands]
    return await connection.fetchval("select count(*) from village.commands where command_id = any($1)", wanted)


async def kept_messages(nats: NatsServer, lived: Lived) -> int:
    """How far the stream goes now; 0 where NATS knows no such stream any more."""
    from nats.aio.client import Client
    from nats.js.errors import NotFoundError

    client = Client()
    await client.connect(nats.url, user="operator", password="operator", max_reconnect_attempts=3)
    try:
        name = stream_name(DEPLOYMENT, "village", lived.epoch)
        return (await client.jetstream(timeout=5).stream_info(name)).state.last_seq
    except NotFoundError:
        return 0
    finally:
        await client.close()


def a_home() -> Path:
    """A folder that PostgreSQL's unprivileged user may pass through."""
    home = Path(tempfile.mkdtemp(prefix="lienthong-power-"))
    home.chmod(0o755)
    return home
