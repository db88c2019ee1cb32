"""What an operator does after a fault, on a running stack: look at what is parked, rebuild a view, publish again."""

import json
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.testing.stack import Stack

SERVICES = ("organization", "membership", "evaluation", "gateway")


def test_nothing_is_parked_in_a_sound_stack(stack: Stack):
    found = json.loads(stack.started("parked", "list", "--json").stdout)
    assert set(found) == set(SERVICES)
    assert not any(facts for page in found.values() for facts in page["parked"].values())
    assert json.loads(stack.started("parked", "retry", "--json").stdout) == {}


def test_a_view_is_rebuilt_and_taken_back(stack: Stack):
    done = json.loads(stack.started("rebuild", "organizations", "--json").stdout)
    assert (done["state"], done["sequence"]) == ("done", done["until"])
    assert done["until"] > 3000
    assert json.loads(stack.run("rebuild", "organizations", "--back", "--json"))["state"] == "done"


def test_a_view_that_nobody_has_and_one_that_two_have_are_named(stack: Stack):
    with pytest.raises(AssertionError, match="view nothing"):
        stack.run("rebuild", "nothing")
    with pytest.raises(AssertionError, match="membership"):
        stack.run("rebuild", "authority_tree")


def test_a_service_is_published_again_under_a_new_epoch(stack: Stack):
    before = stack.pid("evaluation")
    opened = json.loads(stack.started("republish", "evaluation", "--yes", "--json").stdout)
    deadline = time.monotonic() + 20
    while _pid(stack) in (0, before) or _epochs(stack) != {opened["epoch"]}:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    for service in SERVICES:  # whoever comes next finds a stack that has settled
        stack.wait_ready(service)


def _pid(stack: Stack) -> int:
    try:
        return stack.pid("evaluation")
    except LookupError:
        return 0


def _epochs(stack: Stack) -> set[str]:
    """The epochs of evaluation in which it says that it lives, and to which the others have come."""
    return {_epoch(stack, service) for service in SERVICES} - {None}


def _epoch(stack: Stack, service: str) -> str | None:
    """None of who has heard nothing of evaluation, "" of who does not answer."""
    request = Request(f"{stack.url(service)}/positions", headers={"authorization": f"Bearer {_token(stack)}"})
    try:
        with urlopen(request, timeout=5) as answer:
            return json.load(answer)["epochs"].get("evaluation")
    except URLError:
        return ""


def _token(stack: Stack) -> str:
    settings = Settings.load(stack.data)
    return Tokens(settings.secrets.token_key, issuer=settings.issuer).service("test")
