"""PostgreSQL and NATS of one's own, configured as deploy/ says: the stack uses them and never ends or deletes them."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.stack import STACK
from shared.runtime import postgres
from shared.runtime.nats_server import _binary, healthz, is_alive
from shared.runtime.ports import free_ports
from shared.runtime.secret_files import Secrets
from shared.testing.leftovers import temporary_folder
from shared.testing.stack import LIENTHONG, Stack

DEPLOY = Path(__file__).parents[2] / "deploy"
COUNT = "{ organizations(first: 1) { nodes { code } } serviceStatus { service lag } }"


def settings_of(file: Path) -> dict[str, str]:
    """The lines of a postgresql.conf."""
    lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return {
        name.strip(): value.strip().strip("'") for name, _, value in (line.partition("=") for line in lines if line)
    }


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with temporary_folder("external") as made:
        Secrets.create(made / "data" / "secrets", tuple(STACK))
        yield made


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[postgres.PostgresServer]:
    wanted = {**settings_of(DEPLOY / "postgres" / "postgresql.conf"), "listen_addresses": "127.0.0.1"}
    server = postgres.start(folder / "postgres", password="an-admin's own", settings=wanted)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def broker(folder: Path) -> Iterator[tuple[str, str]]:
    secrets = Secrets(folder / "data" / "secrets")
    port, monitor = free_ports(2)
    passwords = {f"NATS_{name.upper()}": secrets.nats_password(name) for name in STACK}
    store = folder / "jetstream"
    store.mkdir()
    file = folder / "nats.conf"  # as it is shipped, but for its addresses and its folder
    shipped = (DEPLOY / "nats" / "nats.conf").read_text()
    for old, new in (
        ("0.0.0.0:4222", f"127.0.0.1:{port}"),
        ("0.0.0.0:8222", f"127.0.0.1:{monitor}"),
        ("/data", str(store)),
    ):
        assert f'"{old}"' in shipped
        shipped = shipped.replace(f'"{old}"', f'"{new}"')
    file.write_text(shipped)
    process = subprocess.Popen(
        [_binary(), "--config", str(file), "--log", str(folder / "nats.log")], env={**os.environ, **passwords}
    )
    deadline = time.monotonic() + 60
    while not is_alive(f"http://127.0.0.1:{monitor}"):
        assert process.poll() is None and time.monotonic() < deadline, "nats-server: see its standard error"
        time.sleep(0.02)
    yield f"nats://127.0.0.1:{port}", f"http://127.0.0.1:{monitor}"
    process.terminate()
    process.wait(5)


@pytest.fixture(scope="module")
def outside(folder: Path, database: postgres.PostgresServer, broker: tuple[str, str]) -> Iterator[Stack]:
    """A stack that was told where its servers are; the environment is needed at its first start only."""
    told = {
        "LIENTHONG_POSTGRES": database.dsn(),
        "LIENTHONG_DATABASE": "lienthong",
        "LIENTHONG_NATS": broker[0],
        "LIENTHONG_NATS_MONITOR": broker[1],
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        stack = Stack(folder / "data", free_ports(1)[0])
        stack.up()
        yield stack
        if stack.data.exists():
            stack.run("reset", "--yes")


def test_only_the_services_are_ours(outside: Stack, broker: tuple[str, str]):
    assert {process["name"] for process in outside.status()["processes"]} == set(STACK)
    assert outside.status()["ready"]
    assert not (outside.data / "postgres").exists()
    assert outside.status()["servers"]["nats"] == broker[0]


def test_a_fact_goes_through_both_servers_to_the_gateway(outside: Stack):
    token = outside.token("committee_officer", at="79")
    deadline = time.monotonic() + 30
    while True:
        answer = httpx.post(
            f"{outside.url()}/graphql", json={"query": COUNT}, headers={"authorization": f"Bearer {token}"}, timeout=10
        ).json()
        states = {one["service"]: one["lag"] for one in answer["data"]["serviceStatus"]}
        if answer["data"]["organizations"]["nodes"] and states["organization"] == 0:
            return
        assert time.monotonic() < deadline, answer
        time.sleep(0.1)


def test_the_doctor_finds_both_reachable_and_durable(outside: Stack):
    argv = [*LIENTHONG, "doctor", "--json", "--data", str(outside.data)]
    checks = json.loads(subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False).stdout)
    by_name = {check["name"]: check["verdict"] for check in checks}
    wanted = ("postgres", "postgres durability", "nats", "jetstream", "nats durability", "nats health", "migrations")
    assert {name: by_name.get(name) for name in wanted} == dict.fromkeys(wanted, "OK")


async def test_down_and_reset_leave_the_servers_and_their_data_alone(
    outside: Stack, database: postgres.PostgresServer, broker: tuple[str, str]
):
    outside.run("reset", "--yes")
    assert not outside.data.exists()
    assert await healthz(broker[1]) == ""
    assert postgres.running(database.home, password="") is not None
