"""A new cluster, copied or made by initdb: its admin has the password of its own deployment and no other."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from services.stack import SCHEMAS, STACK
from shared.runtime import postgres
from shared.runtime.keeping_ready import keep_ready
from shared.runtime.migrating import migrate_all, pending_of
from shared.runtime.postgres_cluster import make_cluster
from shared.runtime.postgres_home import reachable_home
from shared.runtime.ready_cluster import ready_cluster
from shared.runtime.secret_files import Secrets
from shared.runtime.settings import Settings

ADMINS = "it's mine"
VIEWS = "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = $1"


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lienthong-cluster-") as folder:
        Path(folder).chmod(0o755)  # an unprivileged PostgreSQL must be able to enter
        yield Path(folder) / "postgres"


@pytest.fixture(scope="module")
def ready() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lienthong-ready-") as folder:
        Path(folder).chmod(0o755)
        cluster = Path(folder) / "cluster-of-a-test" / "data"
        assert keep_ready(cluster, [load() for load in STACK.values()])
        yield cluster


@pytest.mark.parametrize("way", ["copied", "made by initdb"])
def test_a_new_cluster_knows_the_password_of_its_own_deployment_only(home: Path, ready: Path, way: str):
    make_cluster(reachable_home(home), ADMINS, ready if way == "copied" else None)
    server = postgres.start(home, password=ADMINS)
    try:
        assert asyncio.run(_asked(server.dsn(), "select 1")) == 1
        with pytest.raises(asyncpg.InvalidPasswordError):
            asyncio.run(_asked(server.dsn(password="its mine"), "select 1"))
    finally:
        server.stop()


def test_a_copied_cluster_has_every_schema_and_view_and_nothing_that_ever_happened(home: Path, ready: Path, tmp_path):
    make_cluster(reachable_home(home), ADMINS, ready)
    server = postgres.start(home, password=ADMINS)
    settings = Settings(data=tmp_path, postgres=server.dsn())
    try:
        for service in SCHEMAS:
            assert asyncio.run(pending_of(service, settings)) == []
            assert asyncio.run(_asked(settings.admin_dsn(), VIEWS, f"{service.name}_views"))
        assert asyncio.run(_asked(settings.admin_dsn(), "select count(*) from organization.facts")) == 0
        assert asyncio.run(_asked(settings.admin_dsn(), "select count(*) from organization.epoch")) == 0
    finally:
        server.stop()


def test_the_services_have_the_passwords_of_their_own_deployment_only(home: Path, ready: Path, tmp_path):
    Secrets.create(tmp_path / "secrets", STACK)
    settings = Settings(data=tmp_path)
    make_cluster(reachable_home(home), settings.secrets.password("postgres"), ready)
    server = postgres.start(home, password=settings.secrets.password("postgres"))
    settings = Settings(data=tmp_path, postgres=server.dsn())
    try:
        migrate_all(settings, SCHEMAS)
        for service in STACK:
            assert asyncio.run(_asked(settings.dsn(service), "select current_user::text")) == service
    finally:
        server.stop()


def test_a_cluster_that_cannot_be_copied_is_made_by_initdb(home: Path, tmp_path: Path):
    (tmp_path / "PG_VERSION").write_text("18")  # all that is left of one that is being taken away
    make_cluster(reachable_home(home), ADMINS, tmp_path)
    server = postgres.start(home, password=ADMINS)
    try:
        assert asyncio.run(_asked(server.dsn(), "select 1")) == 1
    finally:
        server.stop()


def test_code_that_changed_has_no_cluster_ready(tmp_path: Path):
    (tmp_path / "view.py").write_text("version = 1")
    before = ready_cluster([tmp_path])
    assert ready_cluster([tmp_path]) == before
    os.utime(tmp_path / "view.py", (1, 1))
    assert ready_cluster([tmp_path]) != before


def test_an_installation_that_cannot_be_written_to_keeps_nothing_ready():
    assert not keep_ready(Path("/proc/nowhere/cluster/data"), [])


async def _asked(dsn: str, question: str, *arguments: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question, *arguments)
    finally:
        await connection.close()


def test_a_row_that_a_table_refuses_is_not_in_the_servers_log(home: Path):
    server = postgres.start(home, password=ADMINS)
    try:
        made = "create table members (name text check (name <> 'Vàng Anh'), card text unique)"
        asyncio.run(_asked(server.dsn(), made))
        with pytest.raises(asyncpg.CheckViolationError):
            asyncio.run(_asked(server.dsn(), "insert into members values ($1, $2)", "Vàng Anh", "79071234"))
        told = server.home / "postgres.log"
        assert "members_name_check" in told.read_text()
        assert "Vàng Anh" not in told.read_text()
        assert "79071234" not in told.read_text()
        assert told.stat().st_mode & 0o777 == 0o600
    finally:
        server.stop()
