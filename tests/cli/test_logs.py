"""The logs by the command line: whole, shown without personal values, restorable."""

import json

import pytest

from shared.testing.stack import Stack


def test_every_log_of_a_running_stack_is_whole(stack: Stack):
    found = json.loads(stack.run("log", "verify", "--json"))
    assert [one["service"] for one in found] == ["organization", "membership", "evaluation"]
    assert not any(one["breaches"] for one in found)
    assert found[0]["facts"] > 3000


def test_an_unknown_log_is_told_with_those_that_there_are(stack: Stack):
    with pytest.raises(AssertionError, match="organization, membership, evaluation"):
        stack.run("log", "verify", "--service", "organisation")


def test_a_things_state_as_of_then(stack: Stack):
    newest = json.loads(stack.run("log", "tail", "-n", "1", "--service", "organization", "--json"))[0]
    now = json.loads(stack.run("stream", "show", newest["stream"], "--json"))
    assert (now["version"], now["facts"][-1]["position"]) == (newest["version"], newest["position"])
    at = now["facts"][0]["position"]
    then = json.loads(stack.run("stream", "show", newest["stream"], "--at", str(at), "--json"))
    assert then["version"] == 1
    with pytest.raises(AssertionError, match="→ 1"):
        stack.run("stream", "show", newest["stream"], "--at", "2020-01-01T00:00")


def test_a_backup_is_restored_verified_and_opens_new_epochs(stack: Stack):
    drill = json.loads(stack.run("restore-drill", "--json"))
    assert (drill["ok"], drill["new_epochs"], drill["erased_again"]) == (True, True, 0)
    assert [log["service"] for log in drill["logs"]] == ["organization", "membership", "evaluation"]
    assert stack.status()["ready"]
