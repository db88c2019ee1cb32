"""A right that is ended is gone: measured from the answer of the ending mutation to the first refusal."""

import json
import time

from tests.journeys.conftest import User

ROUNDS, LIMIT_SECONDS = 20, 5.0


def test_a_right_ends_within_five_seconds(stack, people, scene):
    chief = people.user("approver", "79")
    place = chief.ask('{ organization(code: "79.26740") { id } }')["organization"]["id"]
    member = scene.member(91)
    waited = []
    for n in range(ROUNDS):
        user = f"tam-thoi-{n}"
        officer = User(stack.url("gateway"), stack.token("committee_officer", at="79.26740", user=user))
        assert _name(officer, member)
        ending = {"user": user, "role": "COMMITTEE_OFFICER", "organizationId": place}
        chief.done("endRoleGrant", ending, "organization { code }")
        begun = time.perf_counter()
        while _name(officer, member):
            assert time.perf_counter() - begun < LIMIT_SECONDS, "still reading"
        waited.append(time.perf_counter() - begun)
        refused = officer.do("foundOrganization", _cell(place), "organization { id }")
        assert [error["code"] for error in refused["errors"]] == ["ACT_IS_NOT_PERMITTED"]
    ranked = sorted(waited)
    print(json.dumps({"rounds": ROUNDS, "p50_ms": _ms(ranked[ROUNDS // 2]), "worst_ms": _ms(ranked[-1])}))
    assert ranked[-1] <= LIMIT_SECONDS


def _name(user, member):
    found = user.ask("query($id: ID!) { member(id: $id) { fullName } }", id=member)["member"]
    return found and found["fullName"]


def _cell(place):
    return {
        "parentId": place,
        "name": "Chi bộ lập sau",
        "type": "CELL",
        "setting": "VILLAGE",
        "effectiveOn": "2026-11-01",
    }


def _ms(seconds):
    return round(seconds * 1000, 1)
