"""Facts that no longer decode, in a running deployment: their own things are refused by name, nothing else stops."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from services.cli.doctor import examine
from shared.runtime.settings import Settings
from shared.testing.stack import Stack, running_stack
from tests.signing_stack import SigningStack

RUNNING = "select transfer from membership_views.deadlines where not late and not paused order by present_by"
MEMBERS = "select stream from membership.facts where topic like '%MemberEnrolled' and version = 1 order by position"
SECRET = "Nguyễn Văn Kín"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """With demo data: transfers whose clocks run."""
    with running_stack(SigningStack, demo=True) as running:
        yield running


def ask(stack: Stack, query: str, *arguments: Any) -> list[Any]:
    """As the database's administrator."""

    async def fetch() -> list[Any]:
        connection = await asyncpg.connect(Settings.load(stack.data).admin_dsn())
        try:
            return await connection.fetch(query, *arguments)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def mangle(stack: Stack, stream: UUID) -> int:
    """The first fact of a thing gets a body that is not one; where it stands. The process forgets what it knew."""
    state = json.dumps({"member": 5, "full_name": SECRET}).encode()
    change = "update membership.facts set state = $2 where stream = $1 and version = 1 returning position"
    (row,) = ask(stack, change, stream, state)
    stack.kill("membership")
    stack.wait_ready("membership")
    return row[0]


def found(stack: Stack, part: str) -> dict[str, Any]:
    """What membership says of a part; it is ready all the same."""
    answer = httpx.get(f"{stack.url('membership')}/health/ready")
    assert answer.status_code == 200
    return next(one for one in answer.json()["findings"] if one["name"] == part)


def checked(stack: Stack, name: str) -> tuple[str, str]:
    """What the doctor says of it."""
    (check,) = (one for one in asyncio.run(examine(stack.data)) if one.name == name)
    return str(check.verdict), check.found


def told(stack: Stack, *arguments: str) -> str:
    done = stack.called(*arguments)
    assert "Traceback" not in done.stderr
    return done.stdout


async def place_holds(stack: Stack, members: list[UUID]) -> list[dict[str, Any]]:
    token = stack.token("committee_officer", at="79")
    async with httpx.AsyncClient(base_url=stack.url("membership"), timeout=30) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    "/commands/PlaceHold",
                    json={
                        "command_id": str(uuid4()),
                        "member_id": str(member),
                        "organization_id": str(uuid4()),
                        "document_number": "7-CV/UBKT",
                    },
                    headers={"authorization": f"Bearer {token}"},
                )
                for member in members
            )
        )
    return [{"status": answer.status_code, **answer.json().get("refusal", {})} for answer in answers]


def test_commands_on_other_members_get_their_own_answers(stack: Stack):
    bad, *sound = [row[0] for row in ask(stack, f"{MEMBERS} limit 39")]
    position = mangle(stack, bad)
    asked = [member for one in sound for member in (one, *([bad] if one in sound[:10] else []))]
    answers = asyncio.run(place_holds(stack, asked))
    for member, answer in zip(asked, answers, strict=True):
        if member == bad:
            assert (answer["status"], answer["code"]) == (500, "FACT_IS_UNREADABLE")
            assert answer["params"]["stream"] == str(bad) and answer["params"]["position"] == str(position)
        else:
            assert (answer["status"], answer["code"]) == (403, "ACT_IS_NOT_PERMITTED")
    assert found(stack, "facts")["kind"] == "UNREADABLE"
    verdict, said = checked(stack, "membership: facts")
    assert verdict == "WARN" and f"position {position}" in said
    lines = [line for line in stack.log("membership", 2_000_000).splitlines() if "nothing can be made of" in line]
    assert [(json.loads(line)["stream"], json.loads(line)["position"]) for line in lines] == [(str(bad), position)]
    (verified,) = json.loads(told(stack, "log", "verify", "--service", "membership", "--json"))
    assert [(one["count"], one["first"]) for one in verified["unreadable"]] == [(1, position)]
    shown = told(stack, "stream", "show", str(bad))
    assert "unreadable⟩" in shown
    assert SECRET not in shown + stack.log("membership", 2_000_000)


def test_the_deadlines_of_other_transfers_are_kept(stack: Stack):
    """The one with the unreadable fact is the first of every round."""
    bad, *others = [row[0] for row in ask(stack, RUNNING)]
    assert len(others) >= 3
    mangle(stack, bad)
    Settings.load(stack.data).clock_file.write_text("100")
    deadline = time.monotonic() + 60
    while [row[0] for row in ask(stack, RUNNING)] != [bad]:
        assert time.monotonic() < deadline, stack.log("membership")
        time.sleep(0.5)
    left = found(stack, "timers")
    assert left["kind"] == "UNDONE" and left["ok"]
    assert f"{bad}: FACT_IS_UNREADABLE" in left["reason"]
    assert checked(stack, "membership: timers")[0] == "WARN"
    lines = [line for line in stack.log("membership", 2_000_000).splitlines() if "left something undone" in line]
    assert {json.loads(line)["name"] for line in lines} == {str(bad)}
    assert len(lines) <= 3, "each timer that stumbles over it says so once"
