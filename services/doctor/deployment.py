"""The deployment: secrets, port, services with their followers, and next year's working days."""

import stat
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

import asyncpg

from services.doctor.check import Check, fail, fine, judged, warn
from services.stack import FRONT
from services.typed import typed
from shared.http.lean import httpx
from shared.runtime.clock import SystemClock
from shared.runtime.ports import is_free
from shared.runtime.preparing import DEFAULT_PORT
from shared.runtime.settings import Settings
from shared.vocabulary.finding import owner_of

_MUCH_LAG = 1_000
_MENDING = {
    "HALTED": "find the cause in the log, mend it, then start the service again: docs/how-to/parked-facts.md",
    "PARKED": "lienthong parked list",
    "DATABASE_AWAY": "bring PostgreSQL back (an embedded one is started again by itself)",
    "LOG_STOPPED": "bring PostgreSQL back (an embedded one is started again by itself)",
    "LOG_HELD": "end that session, as PostgreSQL's admin: select pg_terminate_backend(PID)",
    "LOG_FULL": "send fewer commands at once; it ends by itself (the disk's speed decides how many are written)",
    "CLOCK_BEHIND": "timedatectl status, then set the machine's clock right",
    "STORAGE_LOW": "df -h, then make room or lower LIENTHONG_LEAST_FREE_MB",
    "BROKER_AWAY": "lienthong status; for an external NATS: nats server check connection",
    "WRONG_KEY": "put this deployment's own secrets folder back (docs/how-to/wrong-key.md)",
    "UNREADABLE": "lienthong log verify (docs/how-to/parked-facts.md)",
    "UNDONE": "find the cause in the log and mend it, the rest goes by itself (docs/how-to/parked-facts.md)",
    "BROKER_FROZEN": "restart nats-server (an embedded one is restarted by itself)",
}
WORKING_DAYS = "calendar.working_day"
_ROWS_OF_YEAR = "select count(*) from policies where key = $1 and valid_from >= $2 and valid_from < $3"


def port_check(settings: Settings, *, running: bool) -> Check:
    """The gateway's port: ours while running, free before."""
    port = settings.ports.get(FRONT, DEFAULT_PORT)
    if running:
        return fine("port", f"{port}, the gateway's own")
    return judged("port", is_free(port, settings.host), f"{port}", typed(f"up --port {port + 1}", settings.data))


def secret_checks(settings: Settings) -> Iterator[Check]:
    """Secrets are for nobody else's eyes."""
    folder = settings.data / "secrets"
    if not folder.exists():
        yield warn("secrets", "not made yet", typed("up", settings.data))
        return
    open_ones = [file.name for file in sorted(folder.iterdir()) if stat.S_IMODE(file.stat().st_mode) & 0o077]
    found = f"readable by others: {', '.join(open_ones)}" if open_ones else "0600"
    yield judged("secrets", not open_ones, found, f"chmod 600 {folder}/*")


async def service_checks(settings: Settings) -> AsyncIterator[Check]:
    """Every service with its followers' lag, as it says itself."""
    async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
        for name, url in settings.urls().items():
            try:
                answer = (await client.get(f"{url}/health/ready")).json()
            except (httpx.HTTPError, ValueError) as error:
                yield fail(name, f"does not answer ({type(error).__name__})", f"tail {settings.logs_folder}/{name}.log")
                continue
            for check in _of_service(settings, name, answer):
                yield check


def _of_service(settings: Settings, name: str, answer: dict[str, Any]) -> Iterator[Check]:
    log = f"tail {settings.logs_folder}/{name}.log"
    yield judged(name, bool(answer["ready"]), "ready" if answer["ready"] else "not ready", log)
    for finding in answer["findings"]:
        kind = finding.get("kind", "")
        found = ": ".join(said for said in (kind, finding["reason"]) if said) or f"lag {finding['lag']}"
        label = f"{name}: {finding['name']}"
        if kind == "FORK":
            yield fail(label, found, typed(f"republish {owner_of(finding['name'])}", settings.data))
        elif not finding["ok"] or kind == "WRONG_KEY":
            yield fail(label, found, _MENDING.get(kind, log))
        elif kind:
            yield warn(label, found, _MENDING.get(kind, log))
        elif finding["lag"] > _MUCH_LAG:
            yield warn(label, found, typed("status", settings.data))
        else:
            yield fine(label, found)


async def calendar_check(settings: Settings) -> Check:
    """The government announces each year's swap days: next year needs its rows."""
    year = SystemClock(settings.clock_file).today().year + 1
    then = f'setPolicy(key: "{WORKING_DAYS}") for every swapped day of {year}, once the government has announced them'
    try:
        rows = await _working_days(settings, year)
    except (OSError, asyncpg.PostgresError) as error:
        return warn("holidays", f"cannot be read ({type(error).__name__})", typed("status", settings.data))
    return fine("holidays", f"{rows} rows for {year}") if rows else warn("holidays", f"no rows for {year}", then)


async def _working_days(settings: Settings, year: int) -> int:
    connection = await asyncpg.connect(settings.dsn("organization"), timeout=3)
    try:
        return await connection.fetchval(_ROWS_OF_YEAR, WORKING_DAYS, date(year, 1, 1), date(year + 1, 1, 1))
    finally:
        await connection.close()
