"""A stack starts, answers, heals and ends; its data stay until they are reset."""

import asyncio
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date
from uuid import uuid4

import asyncpg
import psutil
import pytest

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import FoundOrganization
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.runtime.asking import answers, findings
from shared.runtime.ports import free_ports
from shared.runtime.settings import Settings
from shared.runtime.state_file import is_locked
from shared.testing.stack import LIENTHONG, Stack, running_stack
from shared.vocabulary.requests import Receipt, Request
from tests.signing_stack import SigningStack

SERVICES = ("organization", "membership", "evaluation", "gateway")
NOBODY = "00000000-0000-4000-8000-000000000000"


def test_every_service_answers(stack: Stack):
    for service in SERVICES:
        assert answers(stack.url(service), "/health/live")
        _wait(lambda service=service: answers(stack.url(service), "/health/ready"))


def test_status_tells_what_runs_and_where(stack: Stack):
    status = json.loads(stack.started("status", "--json").stdout)
    assert (status["running"], status["ready"]) == (True, True)
    assert {process["name"] for process in status["processes"]} == {"postgres", "nats", *SERVICES}
    assert status["graphql"] == f"http://127.0.0.1:{stack.port}/graphql"


def test_a_second_up_says_that_it_runs_already(stack: Stack):
    before = stack.pid("gateway")
    stack.up()
    assert stack.pid("gateway") == before
    second = _lienthong(stack, "up", "--foreground")
    assert second.returncode == 1
    assert stack.url("gateway") in second.stderr


@pytest.mark.parametrize("name", [*SERVICES, "nats", "postgres"])
def test_what_is_killed_comes_back(stack: Stack, name: str):
    before = stack.pid(name)
    stack.kill(name)
    _wait(lambda: _pid_or_none(stack, name) not in {None, before})
    for service in SERVICES:
        stack.wait_ready(service)


def test_a_frozen_broker_is_started_again(stack: Stack):
    before = stack.pid("nats")
    stack.kill("nats", signal.SIGSTOP)
    _wait(lambda: _pid_or_none(stack, "nats") not in {None, before}, seconds=15)


def test_a_token_is_the_only_thing_printed(stack: Stack):
    token = stack.token("committee_officer", at="79")
    assert token.count(".") == 2
    assert "\n" not in token


def test_an_unknown_role_is_told_with_the_ones_there_are(stack: Stack):
    refused = _lienthong(stack, "token", "--as", "emperor")
    assert refused.returncode == 1
    assert "committee_officer" in refused.stderr


def test_doctor_finds_nothing_broken(stack: Stack):
    checks = json.loads(_lienthong(stack, "doctor", "--json").stdout)
    assert [check for check in checks if check["verdict"] == "FAIL"] == []
    assert {"python", "disk", "postgres", "nats", "migrations", "nats durability"} <= {
        check["name"] for check in checks
    }


@pytest.fixture(scope="module")
def own() -> Iterator[Stack]:
    """A stack that the tests from here on may end, the last for good."""
    with running_stack(SigningStack) as running:
        yield running


def test_the_organization_decides_by_its_founding_rules_as_soon_as_it_is_up(own: Stack):
    assert asyncio.run(_asked(Settings.load(own.data), _founding("Đảng bộ thử"))).thing == "organization"


def test_a_killed_supervisor_leaves_nothing_that_disturbs_the_next_start(own: Stack):
    own.kill_supervisor()
    own.up()
    assert own.status()["ready"]


def test_a_follower_that_cannot_go_on_halts_and_is_named(own: Stack):
    asyncio.run(
        _as_admin(own, "alter table gateway_views.authority_tree add constraint no_more check (false) not valid")
    )
    asyncio.run(_asked(Settings.load(own.data), _founding("Đảng bộ không vào được bảng")))
    _wait(lambda: _halted(own.url("gateway")) != [])
    told = _lienthong(own, "doctor")
    assert "HALTED" in told.stdout
    assert told.returncode == 1


def test_down_ends_everything_within_five_seconds_and_a_second_start_leaves_it_running_though_one_follower_is_halted(
    own: Stack,
):
    pids = [process["pid"] for process in own.status()["processes"]]
    before = time.monotonic()
    own.down()
    assert time.monotonic() - before < 6  # five, and the command line itself
    assert not is_locked(own.data)
    assert not [pid for pid in pids if _alive(pid)]
    erase = ("erase", NOBODY, "--decision", "1-QĐ/TU", "--decided-on", "2026-11-20", "--yes")
    for command in (("restore-drill",), erase, ("keys", "rotate"), ("log", "tail")):
        told = _lienthong(own, *command)
        assert (told.returncode, told.stdout, len(told.stderr.strip().splitlines())) == (1, "", 1)
        assert "answer" in told.stderr
        assert f"up --data {own.data}" in told.stderr
    started = _lienthong(own, "up", "--port", str(own.port))
    assert (started.returncode, own.status()["running"]) == (0, True)
    _wait(lambda: _halted(own.url("gateway")) != [])  # it serves before it meets the fact that it cannot take
    told = _lienthong(own, "up")
    assert told.returncode == 0
    assert "gateway, follower:" in told.stderr
    assert "has stopped for good" in told.stderr
    assert '{"' not in started.stdout + started.stderr + told.stdout + told.stderr
    assert asyncio.run(_asked(Settings.load(own.data), _founding("Đảng bộ thử nữa"))).thing == "organization"


def test_what_halted_goes_on_by_itself_once_it_can(own: Stack):
    asyncio.run(_as_admin(own, "alter table gateway_views.authority_tree drop constraint no_more"))
    own.kill("gateway")
    _wait(lambda: own.status()["ready"], seconds=20)
    own.run("reset", "--yes")
    assert not own.data.exists()


def test_in_the_foreground_an_interrupt_ends_everything_within_five_seconds(tmp_path_factory: pytest.TempPathFactory):
    data = tmp_path_factory.mktemp("foreground")
    own = Stack(data, free_ports(1)[0])
    argv = [*LIENTHONG, "up", "--foreground", "--port", str(own.port), "--data", str(data)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "Liên thông" in process.stdout.readline()
    pids = [each["pid"] for each in own.status()["processes"]]
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(10)
    assert time.monotonic() - before < 5
    assert not [pid for pid in pids if _alive(pid)]
    own.run("reset", "--yes")


def test_a_taken_port_is_refused_and_the_flag_is_named(stack: Stack, tmp_path_factory: pytest.TempPathFactory):
    other = Stack(tmp_path_factory.mktemp("other"), stack.port)
    refused = _lienthong(other, "up", "--port", str(stack.port))
    assert refused.returncode == 1
    assert "--port" in refused.stdout + refused.stderr


@pytest.mark.parametrize("port", [0, 99999])
def test_a_port_that_cannot_be_is_refused_in_words(tmp_path_factory: pytest.TempPathFactory, port: int):
    refused = _lienthong(Stack(tmp_path_factory.mktemp("port"), port), "up", "--port", str(port))
    assert refused.returncode == 1
    assert "65535" in refused.stderr
    assert "Traceback" not in refused.stdout + refused.stderr


def _founding(name: str) -> FoundOrganization:
    return FoundOrganization(
        command_id=uuid4(),
        parent_id=organization_id("79"),
        name=name,
        type=OrganizationType.GRASSROOTS_COMMITTEE,
        effective_on=date(2026, 1, 1),
        synthetic=True,
    )


def _halted(url: str) -> list[str]:
    return [found["name"] for found in findings(url) if found["kind"] == "HALTED"]


async def _as_admin(stack: Stack, statement: str) -> None:
    connection = await asyncpg.connect(Settings.load(stack.data).admin_dsn())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _asked(settings: Settings, request: Request) -> Receipt:
    signing = SignIn(settings)
    client = ServiceClient(settings.urls(), signing.service)
    try:
        return await client.command("organization", request, token=signing.service())
    finally:
        await client.close()
        await signing.close()


def _lienthong(stack: Stack, *arguments: str) -> "subprocess.CompletedProcess[str]":
    argv = [*LIENTHONG, *arguments, "--data", str(stack.data)]
    return subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)


def _pid_or_none(stack: Stack, name: str) -> int | None:
    try:
        return stack.pid(name)
    except LookupError:
        return None


def _alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _wait(until: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)
