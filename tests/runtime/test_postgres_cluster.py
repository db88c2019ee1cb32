"""A new cluster, copied or made by initdb: its admin has the password of its own deployment and no other."""

import asyncio
import tempfile
from pathlib import Path

import asyncpg
import pytest

from shared.runtime import postgres, postgres_cluster


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="lienthong-cluster-") as folder:
        Path(folder).chmod(0o755)  # an unprivileged PostgreSQL must be able to enter
        yield Path(folder) / "postgres"


def copied(monkeypatch):
    assert postgres_cluster.keep_ready("lienthong")


def made_by_initdb(monkeypatch):
    monkeypatch.setattr(postgres_cluster, "_ready", lambda: Path("/nowhere"))


@pytest.mark.parametrize("way", [copied, made_by_initdb])
def test_a_new_cluster_knows_the_password_of_its_own_deployment_only(home, way, monkeypatch):
    way(monkeypatch)
    server = postgres.start(home, password="it's mine")
    try:
        assert asyncio.run(_asked(server.dsn())) == 1
        with pytest.raises(asyncpg.InvalidPasswordError):
            asyncio.run(_asked(server.dsn(password="its mine")))
    finally:
        server.stop()


def test_an_installation_that_cannot_be_written_to_keeps_nothing_ready(monkeypatch):
    monkeypatch.setattr(postgres_cluster, "_ready", lambda: Path("/proc/nowhere/cluster/data"))
    assert not postgres_cluster.keep_ready("lienthong")


async def _asked(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval("select 1")
    finally:
        await connection.close()
