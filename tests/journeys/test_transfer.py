"""A member moves from a cell in 79 to a cell in 82, through GraphQL only, by currentHolder and allowedSteps.

The cell agrees, its committee endorses and issues the letter; the receiving committee passes it on; the paper is
handed to the receiving cell, which admits the member: there, and only there, the home changes. The origin hears of it
by itself.
"""

import time
from uuid import uuid4

FORWARD = {
    "REVIEW": "reviewTransfer",
    "ENDORSE": "endorseTransfer",
    "RECEIVE": "receiveTransfer",
    "PRESENT": "presentTransfer",
    "ADMIT": "admitTransfer",
}
STANDING = """query($id: ID!, $at: Position) { transfer(id: $id, minPosition: $at) { state allowedSteps
  currentHolder { code type } letter { number } member { fullName } timeline { step text }
  route { organization { code } } } }"""
HOME = "query($id: ID!) { member(id: $id) { homeCell { code } } }"
SHOWN = "transfer { id state currentHolder { code } allowedSteps }"


def standing(user, transfer, at=None):
    return user.ask(STANDING, id=transfer, at=at)["transfer"]


def homes(scene, member):
    """Where the member is at home, as either side sees it: exactly one of them does."""
    sides = (scene.people.at(side).ask(HOME, id=member)["member"] for side in (scene.origin, scene.destination))
    return [side["homeCell"]["code"] for side in sides if side]


def twice(user, mutation, body):
    """The same command sent again gets the same answer."""
    first = user.done(mutation, body, SHOWN)
    again = user.done(mutation, body, SHOWN)
    assert again["position"] == first["position"]
    assert again["transfer"]["id"] == first["transfer"]["id"]
    return first


def driven(scene, transfer, watcher):
    """Forward, whoever's turn it is, until nobody has to do anything any more."""
    seen = [(now := standing(watcher, transfer))["state"]]
    while step := next((step for step in now["allowedSteps"] if step in FORWARD), None):
        body = {"commandId": str(uuid4()), "transferId": transfer}
        payload = twice(scene.people.at(now["currentHolder"]), FORWARD[step], body)
        now = standing(watcher, transfer, payload["position"])
        seen.append(now["state"])
    return seen


def confirmed(watcher, transfer):
    """A policy confirms within a moment."""
    deadline = time.monotonic() + 10
    while (now := standing(watcher, transfer))["state"] != "CONFIRMED":
        assert time.monotonic() < deadline, now
        time.sleep(0.05)
    return now


def test_a_member_moves_from_79_to_82(scene):
    member = scene.member(1)
    secretary = scene.people.at(scene.origin)
    watcher = scene.people.user("committee_officer", "79")
    body = {"commandId": str(uuid4()), **scene.request(member)}
    transfer = twice(secretary, "requestTransfer", body)["transfer"]["id"]
    assert homes(scene, member) == [scene.origin["code"]]
    seen = driven(scene, transfer, watcher)
    states = ["REQUESTED", "CELL_REVIEWED", "INTRODUCED", "RECEIVED", "PRESENTED"]
    assert seen[:-1] == states
    assert seen[-1] in ("ADMITTED", "CONFIRMED")
    end = confirmed(watcher, transfer)
    assert end["allowedSteps"] == []
    assert end["letter"]["number"]
    assert [hop["organization"]["code"] for hop in end["route"]] == [
        scene.origin["code"],
        "79.26740",
        "82.29869",
        scene.destination["code"],
    ]
    assert [entry["step"] for entry in end["timeline"]][-1] == "CONFIRM"
    assert homes(scene, member) == [scene.destination["code"]]


def test_the_member_himself_asks_and_follows_it(scene):
    member = scene.member(2)
    himself = scene.people.user("member", member=member)
    transfer = himself.done("requestTransfer", scene.request(member))["transfer"]["id"]
    refused = himself.do("reviewTransfer", {"transferId": transfer})
    assert refused["errors"][0]["code"] == "OWN_TRANSFER_IS_DECIDED_BY_OTHERS"
    driven(scene, transfer, himself)
    assert confirmed(himself, transfer)["member"]["fullName"]


def test_returned_for_correction_it_goes_the_same_way_again(scene):
    member = scene.member(3)
    secretary = scene.people.at(scene.origin)
    officer = scene.people.user("committee_officer", "79.26740")
    transfer = secretary.done("requestTransfer", scene.request(member))["transfer"]["id"]
    secretary.done("reviewTransfer", {"transferId": transfer})
    back = officer.done("returnTransfer", {"transferId": transfer, "reason": "Thiếu bản tự kiểm điểm"})
    assert back["transfer"]["state"] == "RETURNED_FOR_CORRECTION"
    assert driven(scene, transfer, officer)[-1] in ("ADMITTED", "CONFIRMED")
    assert homes(scene, member) == [scene.destination["code"]]


def test_refused_or_withdrawn_the_home_stays(scene):
    for number, (mutation, state) in enumerate((("refuseTransfer", "REFUSED"), ("withdrawTransfer", "WITHDRAWN"))):
        member = scene.member(4 + number)
        secretary = scene.people.at(scene.origin)
        transfer = secretary.done("requestTransfer", scene.request(member))["transfer"]["id"]
        ended = secretary.done(mutation, {"transferId": transfer, "reason": "Chưa đủ điều kiện"})
        assert ended["transfer"]["state"] == state
        assert standing(secretary, transfer)["allowedSteps"] == []
        assert homes(scene, member) == [scene.origin["code"]]
