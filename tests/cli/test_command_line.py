"""Tests have most commands forked from a process that has imported everything: those answer as started ones do."""

import subprocess

import pytest

from shared.testing.stack import Stack
from tests.command_line import command_line


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "command",
    ["log tail -n 2 --service evaluation --json", "log verify --service organisation", "log verify --no-such-option"],
)
def test_a_forked_command_says_what_a_started_one_says(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, command: str, language: str
):
    monkeypatch.setenv("LIENTHONG_LANG", language)
    forked, started = (call(*command.split()) for call in (stack.called, stack.started))
    assert forked.stdout + forked.stderr
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)


def test_a_forked_command_that_takes_too_long_is_ended(stack: Stack):
    with pytest.raises(subprocess.TimeoutExpired):
        command_line().run(["log", "tail", "--follow", "--data", str(stack.data)], 0.5)
    assert stack.called("log", "tail", "-n", "1").returncode == 0
