"""Opening a service: every part in the order in which it is needed, released in the opposite order."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any

import asyncpg
import structlog

from shared.bus.connection import Broker
from shared.bus.following import followers_of
from shared.bus.lookout import Lookout
from shared.bus.mirror import Mirror
from shared.bus.new_keys import NewKeys
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.eventlog.key_checks import wrong_secret
from shared.eventlog.log import EventLog
from shared.eventlog.notary import Notary, checkpoint_file, signed_last
from shared.eventlog.refusals import SecretIsWrong
from shared.eventlog.signing import Signer
from shared.eventlog.topics import register_topics
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.people.erasures import Erasures
from shared.people.fetching import FetchedKeys
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.runtime.clock import SystemClock
from shared.runtime.database_watch import DatabaseWatch
from shared.runtime.disk_room import DiskRoom
from shared.runtime.key_finding import key_finding
from shared.runtime.own_views import OwnViews
from shared.runtime.pools import LeanConnection, as_it_is
from shared.runtime.postgres_home import home_of
from shared.runtime.running import Running
from shared.runtime.service import Service
from shared.runtime.settings import Settings

_log = structlog.get_logger()
IDLE = 5.0  # seconds after which an unused connection is given back: each costs PostgreSQL memory
GOODBYE = 1.0  # seconds that one part gets to close


@asynccontextmanager
async def opened(service: Service, settings: Settings, known: Iterable[Service]) -> AsyncIterator[Running]:
    """A service with its log, look-ups and followers open; nothing listens or follows yet. `known`: all services."""
    register_topics(known)
    async with AsyncExitStack() as parts:
        running = await _base(service, settings, parts)
        await _open_log(running, parts)
        await _open_people(running)
        running.look = service.look(running)
        _open_commands(running)
        if service.founding is not None and (running.log is None or running.log.keys.wrong is None):
            await service.founding(running)
        if service.closing is not None:
            parts.push_async_callback(service.closing, running)
        await _open_followers(running)
        _await_own_views(running)
        _watch_database(running)
        _watch_disk(running)
        _watch_keys(running)
        yield running


async def _base(service: Service, settings: Settings, parts: AsyncExitStack) -> Running:
    secrets, name = settings.secrets, service.name
    lookout = Lookout()
    pool = await asyncpg.create_pool(
        settings.dsn(name),
        min_size=1,
        max_size=settings.pool_size,
        max_inactive_connection_lifetime=IDLE,
        init=lookout.met,
        reset=as_it_is,
        connection_class=LeanConnection,
    )
    parts.push_async_callback(_close_pool, pool)
    tokens = Tokens(secrets.token_key, issuer=settings.issuer)
    client = ServiceClient(settings.urls(), lambda: tokens.service(name))
    parts.push_async_callback(client.close)
    broker = Broker(settings.nats, user=name, password=secrets.nats_password(name), name=name)
    broker.start()
    parts.push_async_callback(_soon, broker.close)
    return Running(
        service=service,
        settings=settings,
        secrets=secrets,
        clock=SystemClock(settings.clock_file),
        pool=pool,
        tokens=tokens,
        client=client,
        broker=broker,
        positions=Positions(ask_epochs=client.epochs),
        lookout=lookout,
    )


async def _open_log(running: Running, parts: AsyncExitStack) -> None:
    service, settings = running.service, running.settings
    if not service.keeps_log:
        return
    secrets = running.secrets
    async with running.pool.acquire() as connection:
        wrong = await wrong_secret(connection, service.name, secrets.claims_key, secrets.log_key)
    if wrong is not None:
        _log.critical("a secret is not the one this database was used with", name=wrong.params["secret"])
    signer, file = Signer(secrets.log_key), checkpoint_file(settings.data, service.name)
    witness = signed_last(file, signer)
    running.log = await EventLog.open(
        settings.dsn(service.name),
        service=service.name,
        clock=running.clock,
        secret=secrets.claims_key,
        in_tests=settings.testing,
        pool=running.pool,
        witness=witness,
        wrong_secret=wrong,
    )
    parts.push_async_callback(_soon, running.log.close)
    if wrong is None:
        running.notary = Notary(running.log, signer, running.clock, file, last=witness)
        if running.log.head.position if witness is None else witness.epoch != running.log.epoch:
            await running.notary.attempt()  # what the new epoch continues, before it writes: `log verify` goes by it
        parts.push_async_callback(_soon, running.notary.attempt)
    running.positions = Positions(service.name, running.log, running.client.epochs)
    running.mirror = Mirror(running.log, running.broker, deployment=settings.deployment, service=service.name)


async def _open_people(running: Running) -> None:
    if running.service.keeps_person_keys:
        keys = PersonKeys(
            running.pool,
            running.secrets.keks,
            Erasures.of(running.settings.data),
            readers={reader: NewKeys(running.broker, reader).tell for reader in running.service.tells_keys_to},
        )
        with suppress(SecretIsWrong):  # whoever needs a key is refused; it is asked again each time
            await keys.check()
        name, running.person_keys = running.service.name, keys
        running.keyring = Keyring(lambda persons: keys.page(persons, f"service:{name}"), running.secrets.keks)
    else:
        fetched = FetchedKeys(running.client.keys, running.secrets.keks)
        running.keyring = Keyring(fetched, running.secrets.keks)


def _open_commands(running: Running) -> None:
    if running.log is not None:
        running.commands = Commands(
            running.service, running.log, running.clock, running.look, positions=running.positions.seen
        )


async def _open_followers(running: Running) -> None:
    running.followers = await followers_of(
        running.service,
        pool=running.pool,
        positions=running.positions,
        deployment=running.settings.deployment,
        log=running.log,
        broker=running.broker,
        fetch_facts=running.client.facts,
        commands=running.commands,
        look=running.look,
        keyring=running.keyring,
    )
    running.lookout.followers = running.followers


def _await_own_views(running: Running) -> None:
    if running.log is not None:
        own = [follower.name for follower in running.followers if follower.source == running.service.name]

        def halted() -> list[str]:
            return [follower.name for follower in running.followers if follower.halted]

        running.findings.append(OwnViews(running.positions, own, running.log.head.position, halted).finding)
        running.findings.append(running.log.clock_finding)
        running.findings.append(running.log.strange.finding)


def _watch_database(running: Running) -> None:
    running.database = DatabaseWatch(running.pool, running.service.name)
    running.findings.append(running.database.finding)


def _watch_disk(running: Running) -> None:
    settings = running.settings
    running.room = DiskRoom([settings.data, home_of(settings.data / "postgres")], settings.least_free_mb)
    running.findings.append(running.room.finding)


def _watch_keys(running: Running) -> None:
    running.findings.append(partial(key_finding, running))


async def _close_pool(pool: asyncpg.Pool) -> None:
    try:
        await asyncio.wait_for(pool.close(), GOODBYE)
    except TimeoutError:
        pool.terminate()


async def _soon(close: Any) -> None:
    """What has not ended by then ends with the process: the others get their turn, and nobody is told of a fault."""
    try:
        async with asyncio.timeout(GOODBYE):
            await close()
    except TimeoutError:
        _log.warning("a part did not end in time", name=getattr(close, "__qualname__", ""))
