"""The logs by the command line: whole, shown without personal values, restorable."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from shared.runtime.settings import Settings
from shared.testing.stack import Stack


def test_every_log_of_a_running_stack_is_whole(stack: Stack):
    found = json.loads(stack.run("log", "verify", "--json"))
    assert [one["service"] for one in found] == ["organization", "membership", "evaluation"]
    assert not any(one["breaches"] for one in found)
    assert found[0]["facts"] > 3000


def test_an_unknown_log_is_told_with_those_that_there_are(stack: Stack):
    with pytest.raises(AssertionError, match="organization, membership, evaluation"):
        stack.run("log", "verify", "--service", "organisation")


def test_checkpoints_that_are_not_where_they_should_be_are_no_green_answer(stack: Stack, tmp_path: Path):
    with pytest.raises(AssertionError, match="no folder"):
        stack.run("log", "verify", "--checkpoints", str(tmp_path / "nowhere"))
    with pytest.raises(AssertionError, match=r"organization\.checkpoints"):
        stack.run("log", "verify", "--checkpoints", str(tmp_path))
    kept = Settings.load(stack.data).data / "log"
    assert "organization" in stack.run("log", "verify", "--checkpoints", str(kept))


def test_a_things_state_as_of_then(stack: Stack):
    newest = json.loads(stack.run("log", "tail", "-n", "1", "--service", "organization", "--json"))[0]
    now = json.loads(stack.started("stream", "show", newest["stream"], "--json").stdout)
    assert (now["version"], now["facts"][-1]["position"]) == (newest["version"], newest["position"])
    at = now["facts"][0]["position"]
    then = json.loads(stack.run("stream", "show", newest["stream"], "--at", str(at), "--json"))
    assert then["version"] == 1
    with pytest.raises(AssertionError, match="→ 1"):
        stack.run("stream", "show", newest["stream"], "--at", "2020-01-01T00:00")
    with pytest.raises(AssertionError, match="in any log"):
        stack.run("stream", "show", "00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize("command", ["log tail -n 0", "log tail -n -5", "stream show ID --at 99999999999999999999"])
def test_a_number_that_cannot_be_is_refused_in_words(stack: Stack, command: str):
    asked = [str(uuid4()) if word == "ID" else word for word in command.split()]
    with pytest.raises(AssertionError, match=r"→ [12]") as told:
        stack.run(*asked)
    assert "Traceback" not in str(told.value)


def test_a_backup_is_restored_verified_and_opens_new_epochs(stack: Stack):
    drill = json.loads(stack.started("restore-drill", "--json").stdout)
    assert (drill["ok"], drill["new_epochs"], drill["erased_again"]) == (True, True, 0)
    assert [log["service"] for log in drill["logs"]] == ["organization", "membership", "evaluation"]
    assert stack.status()["ready"]


def test_a_fact_of_an_unknown_topic_is_told_wherever_somebody_looks(stack: Stack):
    """As if a newer version had written it, or a hand had changed it: shown as unknown, counted, and passed by."""
    newest = json.loads(stack.run("log", "tail", "-n", "1", "--service", "organization", "--json"))[0]
    with renamed(stack, newest["position"]):
        told = stack.run("log", "tail", "-n", "3", "--service", "organization")
        assert "unknown topic⟩ organization.NeverWas" in told
        history = json.loads(stack.run("stream", "show", newest["stream"], "--json"))
        assert (history["facts"][-1]["fact"], history["facts"][-1]["known"]) == ("organization.NeverWas", False)
        assert history["state"] is None
        (unknown,) = json.loads(told_by(stack, "log", "verify", "--service", "organization", "--json"))[0]["unknown"]
        assert unknown == {"topic": "organization.NeverWas", "count": 1, "first": newest["position"]}
        checks = {one["name"]: one for one in json.loads(told_by(stack, "doctor", "--json"))}
        assert checks["organization: topics"]["verdict"] == "WARN"
        assert f"position {newest['position']}" in checks["organization: topics"]["found"]
        rebuilt = stack.run("rebuild", "organizations", "--service", "gateway")
        assert f"organization.NeverWas), the first at position {newest['position']}" in rebuilt
    assert json.loads(stack.run("log", "verify", "--service", "organization", "--json"))[0]["unknown"] == []


def told_by(stack: Stack, *arguments: str) -> str:
    """What a command says, whatever its exit code."""
    return stack.started(*arguments).stdout


@contextmanager
def renamed(stack: Stack, position: int) -> Iterator[None]:
    """One fact of organization bears another topic for a while."""
    before = asyncio.run(_topic(stack, position, "organization.NeverWas"))
    try:
        yield
    finally:
        asyncio.run(_topic(stack, position, before))


async def _topic(stack: Stack, position: int, topic: str) -> str:
    """Give a fact another topic; answers the one it had."""
    connection = await asyncpg.connect(Settings.load(stack.data).admin_dsn())
    try:
        before = await connection.fetchval("select topic from organization.facts where position = $1", position)
        await connection.execute("update organization.facts set topic = $2 where position = $1", position, topic)
    finally:
        await connection.close()
    return str(before)
