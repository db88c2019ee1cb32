"""`lienthong token`: works at once, and says clearly what it cannot do."""

import base64
import json
import os
import subprocess
from uuid import UUID

import pytest

from services.signing_in import Wanted
from shared.testing.stack import LIENTHONG, Stack

MEMBER = UUID("397f7376-3fd8-5dc0-b7ec-7cf90795b2ba")


def test_both_ids_of_a_member_are_one_account():
    global_id = base64.b64encode(f"Member:{MEMBER}".encode()).decode()
    for written in (str(MEMBER), str(MEMBER).upper(), global_id, global_id.rstrip("=")):
        assert Wanted(role="member", member=written).subject == f"member@{MEMBER}"


@pytest.mark.parametrize("member", ["nobody", "00000000-0000-4000-8000-000000000001"])
def test_a_member_who_is_not_on_the_roll_is_told(stack: Stack, member: str):
    refused = _token(stack, "--as", "member", "--member", member)
    assert refused.returncode == 1
    assert f"There is no member {member}." in refused.stderr
    assert refused.stdout == ""


@pytest.mark.parametrize("hours", ["0", "-1", "745"])
def test_a_token_lasts_at_least_an_hour_and_no_longer_than_services_take_it(stack: Stack, hours: str):
    refused = _token(stack, "--as", "operator", "--hours", hours)
    assert refused.returncode == 1
    assert "1 to 744 hours" in refused.stderr


def test_what_the_organization_refuses_is_shown(stack: Stack):
    refused = _token(stack, "--as", "operator", "--at", "00.none")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert refused.stderr.strip()


def test_a_second_token_of_the_same_grant_adds_nothing(stack: Stack):
    newest = stack.run("log", "tail", "-n", "1", "--service", "organization", "--json")
    stack.token("committee_officer", at="04")
    first = stack.run("log", "tail", "-n", "1", "--service", "organization", "--json")
    stack.token("committee_officer", at="04")
    second = stack.run("log", "tail", "-n", "1", "--service", "organization", "--json")
    assert json.loads(newest) != json.loads(first) == json.loads(second)


def _token(stack: Stack, *arguments: str) -> "subprocess.CompletedProcess[str]":
    argv = [*LIENTHONG, "token", *arguments, "--data", str(stack.data)]
    return subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False, env=_english())


def _english() -> dict[str, str]:
    return {**os.environ, "LIENTHONG_LANG": "en"}
