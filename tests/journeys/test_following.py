"""A transfer is followed as it happens; by the feed who leaves is gone in one copy and there in the other."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import msgspec

from services.gateway.reading.ids import MEMBER
from shared.vocabulary.position import Position
from tests.journeys.conftest import Scene, User
from tests.journeys.test_transfer import confirmed, driven

FOLLOW = """subscription($after: Position) { transferChanged(after: $after) {
  entry { step } transfer { id state } position } }"""
CHANGES = """query($after: Position) { changes(after: $after, first: 100) {
  changes { id kind gone node { ... on Member { fullName } } } position hasMore } }"""


def events(user: User, query: str, **variables: Any) -> Iterator[dict[str, Any]]:
    """What a subscription tells, as server-sent events."""
    asked = {"authorization": f"Bearer {user.token}", "accept": "text/event-stream"}
    body = {"query": query, "variables": variables}
    with httpx.stream("POST", f"{user.url}/graphql", json=body, headers=asked, timeout=60) as answer:
        for line in answer.iter_lines():
            if line.startswith("data:") and (told := json.loads(line.removeprefix("data:") or "{}")):
                assert "errors" not in told, told
                yield told["data"]["transferChanged"]


def until_confirmed(user: User, transfer: str, after: str) -> list[dict[str, Any]]:
    found = []
    for event in events(user, FOLLOW, after=after):
        if event["transfer"]["id"] == transfer:
            found.append(event)
            if event["entry"]["step"] == "CONFIRM":
                break
    return found


def changed(user: User, after: str | None = None) -> tuple[dict[str, Any], str]:
    """All that is new, by id, and where to read on."""
    found, more = {}, True
    while more:
        page = user.ask(CHANGES, after=after)["changes"]
        found |= {one["id"]: one for one in page["changes"]}
        after, more = page["position"], page["hasMore"]
    assert after is not None
    return found, after


def position(user: User) -> str:
    """Where the gateway's views are: a copy that is up to date reads on from there."""
    answer = httpx.get(f"{user.url}/positions", headers={"authorization": f"Bearer {user.token}"})
    return msgspec.json.decode(answer.content, type=Position).encode()


def test_a_transfer_is_followed_step_by_step_and_both_sides_know_where_the_member_is(scene: Scene):
    member = scene.member(178)
    here, there = (scene.people.user("committee_officer", code) for code in ("79.26740", "82.29869"))
    begun = position(here)
    asked = scene.people.at(scene.origin).done("requestTransfer", scene.request(member))
    transfer = asked["transfer"]["id"]
    with ThreadPoolExecutor(1) as beside:
        following = beside.submit(until_confirmed, here, transfer, asked["position"])
        driven(scene, transfer, here)
        timeline = [entry["step"] for entry in confirmed(here, transfer)["timeline"]]
        told = following.result(timeout=60)
    assert [event["entry"]["step"] for event in told] == timeline[1:]
    again = until_confirmed(here, transfer, told[2]["position"])
    assert [event["entry"]["step"] for event in again] == timeline[4:]
    new_here, new_there = changed(here, begun)[0], changed(there, begun)[0]
    assert new_here[member] == {"id": member, "kind": MEMBER.upper(), "gone": True, "node": None}
    assert new_there[member]["node"]["fullName"] and not new_there[member]["gone"]
    assert transfer in new_here and transfer in new_there
