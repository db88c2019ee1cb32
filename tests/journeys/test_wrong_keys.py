"""Another secrets folder under a running deployment: a wrong key is named, nothing written; put back, all works.

`KEY_ROTATIONS` (make proof-gateway) tries every secret of a log; each costs two restarts of a service.
"""

import asyncio
import contextlib
import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.cli.doctor import examine
from shared.testing.stack import Stack
from tests.journeys.conftest import Scene, User

SECRETS = ("log.key", "claims.key") if os.environ.get("KEY_ROTATIONS") else ("log.key",)
CENSUS = "{ census { provinces } }"


@contextlib.contextmanager
def other(stack: Stack, secret: str) -> Iterator[None]:
    """Another deployment's key in the place of the own one."""
    file = stack.data / "secrets" / secret
    right = file.read_text()
    file.write_text(os.urandom(32).hex())
    try:
        yield
    finally:
        file.write_text(right)


def register(user: User, scene: Scene, personal_id: str, command: str) -> list[str]:
    """The codes of what is wrong with a registration; none if it is done."""
    body = {
        "commandId": command,
        "organizationId": scene.origin["id"],
        "fullName": "Nguyễn Thị Lan",
        "personalId": personal_id,
        "dateOfBirth": "1980-02-03",
        "state": "FULL",
        "fileNumber": f"{personal_id[-6:]} SG",
        "homeSince": "2025-07-01",
    }
    return [error["code"] for error in user.do("registerMember", body, "member { id }")["errors"]]


def found(stack: Stack) -> dict[str, Any]:
    """What membership says of its keys; it is ready all the same."""
    answer = httpx.get(f"{stack.url('membership')}/health/ready")
    assert answer.status_code == 200
    return next(finding for finding in answer.json()["findings"] if finding["name"] == "keys")


def told(stack: Stack, *arguments: str) -> tuple[int, str]:
    done = stack.called(*arguments)
    return done.returncode, done.stdout + done.stderr


def restart(stack: Stack) -> None:
    stack.kill("membership")
    stack.wait_ready("membership")


def test_a_wrong_kek_is_named_while_everybody_works(stack: Stack, scene: Scene):
    user, command = scene.people.at(scene.origin), str(uuid4())
    with other(stack, "kek"):
        assert register(user, scene, "079080770001", command) == ["SECRET_IS_WRONG"]
        assert "secrets/kek is not" in found(stack)["reason"]
        assert user.ask(CENSUS)["census"]["provinces"] == 34
        code, said = told(stack, "keys", "rotate")
        assert code == 1 and "secrets/kek" in said and "Traceback" not in said
        assert not (stack.data / "secrets" / "kek.old").exists()
        (check,) = (one for one in asyncio.run(examine(stack.data)) if one.name == "membership: keys")
        assert check.verdict == "FAIL" and check.found.startswith("WRONG_KEY: secrets/kek")
    assert register(user, scene, "079080770001", command) == []
    assert found(stack)["kind"] == ""


@pytest.mark.parametrize("secret", SECRETS)
def test_a_wrong_key_of_a_log_is_named_and_nothing_written(stack: Stack, scene: Scene, secret: str):
    user, command = scene.people.at(scene.origin), str(uuid4())
    number = f"0790807710{len(secret):02}"
    assert register(user, scene, number, command) == []
    try:
        with other(stack, secret):
            restart(stack)
            for again in (command, str(uuid4())):
                assert register(user, scene, number, again) == ["SECRET_IS_WRONG"]
            assert found(stack)["kind"] == "WRONG_KEY"
            assert f"secrets/{secret} is not" in found(stack)["reason"]
            assert user.ask(CENSUS)["census"]["provinces"] == 34
    finally:
        restart(stack)
    assert register(user, scene, number, command) == []
    assert register(user, scene, number, str(uuid4())) != []
    assert found(stack)["kind"] == ""
    assert told(stack, "log", "verify", "--service", "membership")[0] == 0
    print(f"{secret}: 2 commands under a wrong one refused, the log verifies")
