"""Making the cluster that is kept ready: a deployment that never was is migrated and given its views."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from shared.readmodel.tables import ViewTables
from shared.runtime import postgres as server
from shared.runtime.migrating import migrate_all
from shared.runtime.ports import free_port
from shared.runtime.postgres_home import as_unprivileged
from shared.runtime.secret_files import Secrets
from shared.runtime.service import Service
from shared.runtime.settings import Settings

_KEPT = 3
"""So many are kept, the newest: several checkouts may share an installation."""
_MAKING = {"fsync": "off", "full_page_writes": "off", "wal_recycle": "off"}  # a copy is synced before it is used


def keep_ready(ready: Path, services: Sequence[Service]) -> bool:
    """Make the cluster `ready` (see `ready_cluster`); False where the installation cannot be written to."""
    if (ready / "PG_VERSION").exists():
        return True
    folder = ready.parent
    try:
        draft = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    except OSError:
        return False
    try:
        _make(draft, services)
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _drop_old(folder)
    return True


def _make(home: Path, services: Sequence[Service]) -> None:
    identity = as_unprivileged()
    if identity:
        os.chown(home, identity["user"], identity["group"])
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        Secrets.create(Path(data) / "secrets", [service.name for service in services])  # thrown away with the folder
        address = f"postgresql://{server.ADMIN}@127.0.0.1:{port}/postgres?sslmode=disable"
        settings = Settings(data=Path(data), postgres=address)
        running = server.start(home, password=settings.secrets.password("postgres"), port=port, settings=_MAKING)
        try:
            migrate_all(settings, services)
            asyncio.run(_stand(settings, services))
        finally:
            running.stop()
    (home / "postgres.log").unlink()


async def _stand(settings: Settings, services: Sequence[Service]) -> None:
    """The views of every service, as one that follows from the beginning makes them."""
    for service in services:
        views = [view for reaction in service.reactions for view in reaction.views]
        connection = await asyncpg.connect(settings.dsn(service.name))
        try:
            await ViewTables(service.name).ensure(connection, views, at_origin=True)
        finally:
            await connection.close()


def _put_in_place(draft: Path, folder: Path) -> None:
    try:
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise  # else another installer was first


def _drop_old(newest: Path) -> None:
    clusters = sorted(newest.parent.glob("cluster-*/data"), key=lambda data: data.stat().st_mtime, reverse=True)
    for data in clusters[_KEPT:]:
        shutil.rmtree(data.parent, ignore_errors=True)
