"""All commune agency cells of a province are dissolved into its villages with 200 letters in flight, and founded again.

Each member goes where residence puts them, no letter and no clock is touched, nobody is in an ended cell; a year later
work place takes them back. Who decides are two persons of the province, through GraphQL alone.
"""

import asyncio
import os
import time
from typing import Any
from uuid import uuid4

from services.gateway.reading.ids import ORGANIZATION, global_id
from shared.testing.stack import Stack
from tests.journeys.agency_cells import AT_AGENCY, AT_VILLAGE, PROVINCE, Commune, Province
from tests.journeys.conftest import People, User

LETTERS = int(os.environ.get("AGENCY_LETTERS", "200"))
_COMMUNES = "query($code: String!) { organization(code: $code) { children(first: 100) { nodes { id code type } } } }"
_SHEET = """query($id: ID!, $rules: [AllocationRule!], $at: Position) { restructuring(id: $id, minPosition: $at) {
  allocationSheet(rules: $rules) { csv rows total left } } }"""
_IMPORT = """mutation($id: ID!, $csv: String!, $command: UUID!) { importAllocation(input: {
  commandId: $command, restructuringId: $id, csv: $csv, dryRun: false }) {
  refused errors { ... on UserError { code message } } position } }"""
_STATE = "query($id: ID!) { restructuring(id: $id) { state proof { holds membersBefore openTransfersBefore } } }"
_HEADS = "query($code: String!) { organization(code: $code) { status headcount { total } } }"
_KEPT = ("state", "letter_number", "introduced_on", "present_by", "hop", "origin_hops", "allowed_steps")


class Decided:
    """Two persons of the province and one plan after the other."""

    def __init__(self, people: People) -> None:
        self.officer = people.user("committee_officer", PROVINCE)
        self.approver = people.user("approver", PROVINCE)

    def plan(self, title: str, on: str, operations: list[dict[str, Any]], rule: str) -> tuple[str, dict[str, Any]]:
        """Drafted, allocated by rule, counted, approved, executed, proved; its id and its report."""
        number = {"decisionNumber": "12-QĐ/TU", "decisionDate": "2026-05-04"}
        drafted = self.officer.done(
            "draftRestructuring", {"title": title, "effectiveOn": on, **number}, "restructuring { id }"
        )
        plan = drafted["restructuring"]["id"]
        added = self.officer.done(
            "addOperations", {"restructuringId": plan, "operations": operations}, "restructuring { id }"
        )
        sheet = self.officer.ask(_SHEET, id=plan, rules=[rule], at=added["position"])["restructuring"][
            "allocationSheet"
        ]
        sent = {"id": plan, "csv": sheet["csv"], "command": str(uuid4())}
        taken = self.officer.ask(_IMPORT, **sent)["importAllocation"]
        assert (taken["refused"], taken["errors"]) == (0, []), taken
        body = {"restructuringId": plan, "minPosition": taken["position"]}
        query = (
            "mutation($input: RestructuringStepInput!) { dryRunRestructuring(input: $input) {"
            " report { digest leftovers counts { name count } } errors { ... on UserError { code message } } } }"
        )
        counted = self.officer.ask(query, input={"commandId": str(uuid4()), **body})["dryRunRestructuring"]
        assert counted["errors"] == [], counted
        report = counted["report"]
        for step in ("approveRestructuring", "executeRestructuring"):
            kind = {"restructuringId": plan, "digest": report["digest"]}
            self.step(self.approver, step, kind)
        counts = {one["name"]: one["count"] for one in report["counts"]}
        return plan, {**sheet, **counts, "leftovers": report["leftovers"]}

    @staticmethod
    def step(user: User, mutation: str, body: dict[str, Any]) -> None:
        told = "errors { ... on UserError { code message } }"
        query = f"mutation($input: RestructuringStepInput!) {{ {mutation}(input: $input) {{ {told} }} }}"
        answer = user.ask(query, input={"commandId": str(uuid4()), **body})[mutation]
        assert answer["errors"] == [], answer

    def proved(self, plan: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while True:
            found = self.officer.ask(_STATE, id=plan)["restructuring"]
            if found["state"] == "EXECUTED" and found["proof"]:
                return found["proof"]
            assert time.monotonic() < deadline, found
            time.sleep(0.1)


def heads(user: User, code: str) -> int:
    return user.ask(_HEADS, code=code)["organization"]["headcount"]["total"]


async def readdressed(province: Province, ended: set[str]) -> dict[Any, Any]:
    """Once no letter names an ended cell any more."""
    deadline = time.monotonic() + 60
    while True:
        now = await province.standings()
        if not any(ended & set(standing["route"]) for standing in now.values()):
            return now
        assert time.monotonic() < deadline, "letters still name cells that have ended"
        await asyncio.sleep(0.3)


async def test_agency_cells_are_dissolved_into_villages_with_letters_in_flight_and_founded_again(
    stack: Stack, people: People
):
    decided = Decided(people)
    province = Province(stack, decided.officer.token)
    below = decided.officer.ask(_COMMUNES, code=PROVINCE)["organization"]["children"]["nodes"]
    await province.found([one for one in below if one["type"] == "DIRECT_SUPERIOR"])
    communes = province.communes
    await province.write(LETTERS)
    before = await province.standings()
    assert {one["state"] for one in before.values()} == {"INTRODUCED"} and len(before) == LETTERS
    plan, report = await asyncio.to_thread(
        decided.plan, "Kết thúc chi bộ cơ quan xã", "2026-06-01", [dissolved(one) for one in communes], "RESIDENCE"
    )
    assert (report["rows"], report["left"], report["leftovers"]) == (AT_AGENCY * len(communes), 0, 0)
    proof = await asyncio.to_thread(decided.proved, plan)
    assert proof["holds"] and proof["openTransfersBefore"] >= LETTERS
    after = await readdressed(province, {str(one.agency) for one in communes})
    for transfer, was in before.items():
        assert {name: after[transfer][name] for name in _KEPT} == {name: was[name] for name in _KEPT}
    for commune in communes[:3]:
        assert heads(decided.officer, f"{commune.code}.001") == 0
        villages = [heads(decided.officer, f"{commune.code}.{n:03}") for n in (2, 3)]
        assert villages == [AT_VILLAGE + AT_AGENCY // 2] * 2
    await province.all(finished(province, after, communes[:2]))
    assert "✓" in (await asyncio.to_thread(stack.started, "recount", plan)).stdout
    back, report = await asyncio.to_thread(
        decided.plan, "Lập lại chi bộ cơ quan xã", "2026-09-01", [founded(one) for one in communes], "WORKPLACE"
    )
    assert (await asyncio.to_thread(decided.proved, back))["holds"]
    for commune in communes[:3]:
        assert heads(decided.officer, f"{commune.code}.900") == AT_AGENCY
    assert "✓" in await asyncio.to_thread(stack.run, "recount", back)
    await province.close()


def dissolved(commune: Commune) -> dict[str, Any]:
    return {"kind": "DISSOLVE", "sources": [global_id(ORGANIZATION, commune.agency)]}


def founded(commune: Commune) -> dict[str, Any]:
    """The agency cell again, out of members of both villages."""
    new = {
        "key": commune.code,
        "code": f"{commune.code}.900",
        "name": "Chi bộ cơ quan xã",
        "type": "CELL",
        "setting": "COMMUNE_AGENCY",
        "parent": global_id(ORGANIZATION, commune.id),
    }
    return {"kind": "FOUND", "new": new, "sources": [global_id(ORGANIZATION, one) for one in commune.villages]}


def finished(province: Province, standings: dict[Any, Any], communes: list[Commune]) -> Any:
    """The letters into the first agency cells arrive at what succeeded them."""
    agencies = {commune.agency: commune for commune in communes}
    for transfer, (_, destination) in province.letters.items():
        if destination in agencies:
            cell = standings[transfer]["route"][-1]
            yield province.finish(transfer, agencies[destination].id, cell)
