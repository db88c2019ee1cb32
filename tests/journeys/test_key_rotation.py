"""The key that signs tokens is changed while everybody works: no valid request fails, neither with old nor new tokens.

`KEY_ROTATIONS` sets how often (make proof-gateway: 5).
"""

import os
import threading
import time
from uuid import uuid4

import pytest

from shared.http.tokens import Tokens
from shared.runtime import token_keys
from shared.runtime.settings import Settings
from shared.testing.stack import running_stack
from tests.journeys.conftest import User
from tests.signing_stack import SigningStack

ROTATIONS = int(os.environ.get("KEY_ROTATIONS", "1"))
CALLERS = 4


@pytest.fixture
def stack():
    """One of its own: at the end tokens are given up."""
    with running_stack(SigningStack) as running:
        yield running


class Caller(threading.Thread):
    """Asks and gives commands without a pause; `fresh`: with a token that was signed this moment."""

    def __init__(self, stack, place, *, fresh):
        super().__init__(daemon=True)
        self.stack, self.place, self.fresh = stack, place, fresh
        self.old = stack.token("committee_officer", at="79")
        self.failed, self.done, self.stop = [], 0, threading.Event()

    def run(self):
        while not self.stop.is_set():
            user = User(self.stack.url("gateway"), _minted(self.stack) if self.fresh else self.old)
            for body in ({"query": "{ viewer { subject } }"}, _founding(self.place)):
                answer = user.post(body)
                told = answer.json()
                payload = (told.get("data") or {}).get("foundOrganization") or {}
                if answer.status_code != 200 or told.get("errors") or payload.get("errors"):
                    self.failed.append((answer.status_code, answer.text[:300]))
                self.done += 1


def _minted(stack):
    settings = Settings.load(stack.data)
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    return tokens.mint("committee_officer@79", "committee_officer")


def _founding(place):
    cell = {"parentId": place, "name": "Chi bộ lập thêm", "type": "CELL", "setting": "VILLAGE"}
    query = """mutation($input: FoundOrganizationInput!) { foundOrganization(input: $input) {
      errors { ... on UserError { code } } } }"""
    given = {"commandId": str(uuid4()), "effectiveOn": "2026-11-01", **cell}
    return {"query": query, "variables": {"input": given}}


def test_rotation_under_load_fails_no_valid_request(stack):
    first = User(stack.url("gateway"), stack.token("committee_officer", at="79"))
    place = first.ask('{ organization(code: "79.26740") { id } }')["organization"]["id"]
    callers = [Caller(stack, place, fresh=n % 2 == 0) for n in range(CALLERS)]
    for caller in callers:
        caller.start()
    for _ in range(ROTATIONS):
        stack.run("keys", "tokens")
        time.sleep(token_keys.LOOKS_EVERY)
    for caller in callers:
        caller.stop.set()
        caller.join(30)
    print({"rotations": ROTATIONS, "requests": sum(caller.done for caller in callers)})
    assert [caller.failed for caller in callers] == [[]] * CALLERS
    assert min(caller.done for caller in callers) > 10
    fresh = User(first.url, _minted(stack))
    assert fresh.ask("{ viewer { subject } }") and first.ask("{ viewer { subject } }")
    assert stack.started("keys", "tokens", "--retire").returncode == 0
    time.sleep(2 * token_keys.LOOKS_EVERY)
    assert fresh.ask("{ viewer { subject } }")
    refused = first.post({"query": "{ viewer { subject } }"})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (401, "TOKEN_IS_INVALID")
