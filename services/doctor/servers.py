"""The servers: PostgreSQL and NATS, reachable, new enough and durable."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import msgspec

from services.doctor.check import Check, fail, fine, judged, warn
from services.typed import typed
from shared.http.lean import httpx
from shared.runtime.nats_server import healthz
from shared.runtime.settings import Settings

_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
_IDLE = "idle_in_transaction_session_timeout"
_LONGEST_IDLE = 60  # seconds
_LEAST_POSTGRES = 160_000
_LEAST_NATS = (2, 15)
_SKEW = 2.0


async def postgres_checks(settings: Settings) -> AsyncIterator[Check]:
    """Reachability, version, durability, and its clock beside ours."""
    start = typed("up", settings.data)
    try:
        connection = await asyncpg.connect(settings.admin_dsn(), timeout=3)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        yield fail("postgres", f"not reachable ({type(error).__name__})", start)
        return
    try:
        version = connection.get_server_version()
        found = f"{version.major}.{version.minor} at {urlsplit(settings.postgres).netloc.rpartition('@')[2]}"
        new_enough = version.major * 10_000 >= _LEAST_POSTGRES
        yield judged("postgres", new_enough, found, "use PostgreSQL 16 or newer")
        yield await _durability(connection)
        yield await _idle_sessions(connection)
        yield await _clock(connection)
    finally:
        await connection.close()


async def _durability(connection: asyncpg.Connection) -> Check:
    shown = {name: await connection.fetchval("SELECT current_setting($1)", name) for name in _DURABLE}
    off = [name for name, value in shown.items() if value == "off"]
    found = ", ".join(f"{name}={value}" for name, value in shown.items())
    fix = "; ".join(f"ALTER SYSTEM SET {name} = on" for name in off) + "; SELECT pg_reload_conf();"
    return judged("postgres durability", not off, found, f'psql -c "{fix}"')


async def _idle_sessions(connection: asyncpg.Connection) -> Check:
    """Whether a session that was left inside a transaction, with a log's lock perhaps, is ended some time."""
    question = "SELECT setting::int / 1000 FROM pg_settings WHERE name = $1"
    seconds = int(await connection.fetchval(question, _IDLE) or 0)
    end = f"psql -c \"ALTER SYSTEM SET {_IDLE} = '15s'\" -c 'SELECT pg_reload_conf()'"
    found = f"ended {seconds} s after they were left inside a transaction" if seconds else "never ended"
    return fine("idle sessions", found) if 0 < seconds <= _LONGEST_IDLE else warn("idle sessions", found, end)


async def _clock(connection: asyncpg.Connection) -> Check:
    theirs: datetime | None = await connection.fetchval("SELECT clock_timestamp()")
    assert theirs is not None
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    found = f"{datetime.now().astimezone().isoformat(timespec='seconds')}, PostgreSQL differs by {skew:.2f} s"
    return fine("clock", found) if skew < _SKEW else warn("clock", found, "timedatectl status")


async def nats_checks(settings: Settings) -> AsyncIterator[Check]:
    """Reachability and version from the greeting; durability from the monitoring port, if there is one."""
    try:
        greeting = await _greeting(settings.nats)
    except (OSError, TimeoutError, ValueError) as error:
        yield fail("nats", f"not reachable ({type(error).__name__})", typed("up", settings.data))
        return
    version = tuple(int(part) for part in greeting["version"].split("-")[0].split(".")[:2])
    found = f"{greeting['version']} at {greeting['host']}:{greeting['port']}"
    yield judged("nats", version >= _LEAST_NATS, found, "use nats-server 2.15 or newer")
    yield judged(
        "jetstream",
        bool(greeting.get("jetstream")),
        "on" if greeting.get("jetstream") else "off",
        "nats-server --jetstream",
    )
    yield await _sync(settings)
    if settings.nats_monitor:
        reason = await healthz(settings.nats_monitor)
        mended = "its owner's mirror makes the stream again; for a stream of an old epoch: nats stream rm NAME"
        yield judged("nats health", not reason, reason or "healthy", mended)


async def _greeting(url: str) -> dict[str, Any]:
    where = urlsplit(url)
    reader, writer = await asyncio.wait_for(asyncio.open_connection(where.hostname, where.port or 4222), 3)
    try:
        line = await asyncio.wait_for(reader.readline(), 3)
        return msgspec.json.decode(line.removeprefix(b"INFO "))
    finally:
        writer.close()


async def _sync(settings: Settings) -> Check:
    fix = "set jetstream { sync_interval: always } in nats.conf (deploy/nats)"
    if not settings.nats_monitor:
        return warn("nats durability", "no monitoring port known", "export LIENTHONG_NATS_MONITOR=http://HOST:8222")
    try:
        async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
            config = (await client.get(f"{settings.nats_monitor}/jsz?config=1")).json().get("config", {})
    except httpx.HTTPError as error:
        return fail("nats durability", f"{settings.nats_monitor} does not answer ({type(error).__name__})", fix)
    always = bool(config.get("sync_always"))
    return judged(
        "nats durability", always, f"sync_interval {'always' if always else config.get('sync_interval')}", fix
    )
