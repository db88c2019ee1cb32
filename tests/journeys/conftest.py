"""A user of the public API: one account, one role, GraphQL only."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.testing.stack import Stack

GIVEN_NAMES = ("An", "Bình", "Cường", "Dũng", "Em", "Giang", "Hải", "Khánh")
CELLS = {"CELL", "GRASSROOTS_CELL"}
ERRORS = "errors { ... on UserError { code message path nextStep } } position"


@dataclass
class User:
    """Whoever holds a token."""

    url: str
    token: str
    language: str = "vi"

    def post(self, body: Any, **headers: str) -> httpx.Response:
        """The raw answer."""
        sent = {"authorization": f"Bearer {self.token}", "accept-language": self.language, **headers}
        return httpx.post(f"{self.url}/graphql", json=body, headers=sent, timeout=30)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = self.post({"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def do(self, mutation: str, body: dict[str, Any], thing: str = "transfer { id state }") -> dict[str, Any]:
        """A mutation's payload; the command gets an id of its own unless the body has one."""
        kind = _INPUTS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
        query = f"mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {thing} {ERRORS} }} }}"
        return self.ask(query, input={"commandId": str(uuid4()), **body})[mutation]

    def done(self, mutation: str, body: dict[str, Any], thing: str = "transfer { id state }") -> dict[str, Any]:
        """A mutation that must succeed."""
        payload = self.do(mutation, body, thing)
        assert payload["errors"] == [], payload["errors"]
        return payload


_STEPS = ("review", "endorse", "receive", "present", "admit", "confirm")
_REASONS = ("return", "refuse", "withdraw", "cancel")
_INPUTS = {
    **{f"{step}Transfer": "TransferStepInput" for step in _STEPS},
    **{f"{step}Transfer": "TransferReasonInput" for step in _REASONS},
    **dict.fromkeys(("appealRating", "decideAppeal", "reopenEvaluation"), "EvaluationReasonInput"),
    "reissueTransferPaper": "TransferReasonInput",
    "requestMyData": "DataSubjectRequestInput",
    **dict.fromkeys(("placeHold", "liftHold"), "HoldInput"),
    "publishRatings": "DecideRatingsInput",
    **dict.fromkeys(("importMembers", "importTransfers"), "ImportInput"),
    "decideOverdueTransfer": "TransferReasonInput",
}


class People:
    """Users by role and place; each signs in once."""

    def __init__(self, running: Stack) -> None:
        self._stack = running
        self._users: dict[tuple[str, str | None, str | None], User] = {}

    def user(self, role: str, at: str | None = None, member: str | None = None) -> User:
        """Somebody who holds a role at a place."""
        key = (role, at, member)
        if key not in self._users:
            token = self._stack.token(role, at=at, member=member)
            self._users[key] = User(self._stack.url("gateway"), token)
        return self._users[key]

    def at(self, holder: dict[str, Any]) -> User:
        """Whoever takes the step where a transfer is."""
        role = "cell_secretary" if holder["type"] in CELLS else "committee_officer"
        return self.user(role, holder["code"])


class Scene:
    """Two cells in two provinces, made through the API as their superiors would."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.origin = self._cell("79", "79.26740", "Chi bộ Khu phố 1")
        self.destination = self._cell("82", "82.29869", "Chi bộ khóm Mỹ Phú")

    def _cell(self, province: str, commune: str, name: str) -> dict[str, Any]:
        officer = self.people.user("committee_officer", province)
        parent = officer.ask("query($c: String) { organization(code: $c) { id } }", c=commune)["organization"]
        body = {
            "parentId": parent["id"],
            "name": name,
            "type": "CELL",
            "setting": "VILLAGE",
            "effectiveOn": "2025-07-01",
        }
        return officer.done("foundOrganization", body, "organization { id code type }")["organization"]

    def member(self, number: int) -> str:
        """A new member at home in the cell of origin."""
        body = {
            "organizationId": self.origin["id"],
            "fullName": f"Nguyễn Văn {GIVEN_NAMES[number % len(GIVEN_NAMES)]}",
            "personalId": f"0790990{number:05}",
            "dateOfBirth": "1980-02-03",
            "state": "FULL",
            "fileNumber": f"{number:06} SG",
            "homeSince": "2025-07-01",
        }
        secretary = self.people.at(self.origin)
        return secretary.done("registerMember", body, "member { id }")["member"]["id"]

    def request(self, member: str) -> dict[str, Any]:
        """What asks for his transfer to the other province."""
        return {
            "memberId": member,
            "kind": "OFFICIAL",
            "destinationId": self.destination["id"],
            "reason": "CHANGE_OF_WORK",
            "effectiveOn": "2026-11-02",
        }


@pytest.fixture(scope="session")
def people(stack: Stack) -> People:
    return People(stack)


@pytest.fixture(scope="session")
def scene(people: People) -> Scene:
    return Scene(people)
