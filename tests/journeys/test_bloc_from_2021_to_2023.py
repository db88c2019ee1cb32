"""The enterprise bloc hands over, receives, founds, strengthens and supplements, and its report names every source.

From its start with 172 organisations and 16,649 members to exactly 122 = 93 + 29, 12 sectional, 1,117 cells and 14,357
members in June 2023, by decisions of two persons of each side through GraphQL. `BLOC_SIZE=real` for all of it; else a
small bloc of the same shape.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from services.gateway.reading.ids import MEMBER, ORGANIZATION, global_id
from shared.testing.stack import Stack
from tests.journeys.conftest import People, User
from tests.journeys.enterprise_bloc import BLOC, OTHER, REAL, SMALL, START, Bloc, Size, spread

SIZE = REAL if os.environ.get("BLOC_SIZE") == "real" else SMALL
CENSUS = """query($on: Date!, $at: Position) { census(code: "00.b77.001", asOf: $on, minPosition: $at) {
  grassrootsOrganizations cells members byType { type count } } }"""
REPORT = """query($id: ID!, $at: Position) { periodReport(
  organization: $id, from: "2021-01-01", to: "2023-06-30", minPosition: $at) {
  figures { name count base sources { counted restructuringId decisionNumber organizationId } } } }"""
_PLAN = "query($id: ID!) { restructuring(id: $id) { state awaitsHandover proof { holds membersBefore membersAfter } } }"
_TAKEN = 900


class Side:
    """The two persons of one superior."""

    def __init__(self, people: People, code: str) -> None:
        self.officer, self.approver = people.user("committee_officer", code), people.user("approver", code)

    def plan(
        self, title: str, on: str, operations: list[dict[str, Any]], taking: "Side | None" = None
    ) -> dict[str, Any]:
        """Drafted, counted, approved by another, taken over by the other side, executed, proved."""
        decided = {"decisionNumber": f"{title}-QĐ/ĐUK", "decisionDate": on}
        draft = {"title": title, "effectiveOn": on, **decided}
        plan = self.officer.done("draftRestructuring", draft, "restructuring { id }")["restructuring"]["id"]
        body = {"restructuringId": plan}
        self.officer.done("addOperations", {**body, "operations": operations}, "restructuring { id }")
        counted = _step(self.officer, "dryRunRestructuring", body, "report { digest conflicts { code message } }")
        body["digest"] = counted["report"]["digest"]
        assert counted["report"]["conflicts"] == []
        _step(self.approver, "approveRestructuring", body)
        if taking is not None:
            assert self._now(plan)["awaitsHandover"]
            _step(taking.approver, "acceptHandover", body)
        _step(self.approver, "executeRestructuring", body)
        deadline = time.monotonic() + 120
        while not (now := self._now(plan))["proof"]:
            assert time.monotonic() < deadline, now
            time.sleep(0.1)
        return now["proof"]

    def _now(self, plan: str) -> dict[str, Any]:
        return self.officer.ask(_PLAN, id=plan)["restructuring"]


def _step(user: User, mutation: str, body: dict[str, Any], thing: str = "restructuring { id }") -> dict[str, Any]:
    told = f"{thing} errors {{ ... on UserError {{ code message path }} }}"
    query = f"mutation($input: RestructuringStepInput!) {{ {mutation}(input: $input) {{ {told} }} }}"
    answer = user.ask(query, input={"commandId": str(uuid4()), **body})[mutation]
    assert answer["errors"] == [], answer
    return answer


def place(bloc: Bloc, code: str) -> str:
    return global_id(ORGANIZATION, bloc.ids[code])


def moved(bloc: Bloc, codes: list[str], target: str, cells_to: str = "") -> list[dict[str, Any]]:
    """Whole organisations to another superior; cells to a committee of that one."""
    to = {code: cells_to if code in bloc.cells else target for code in codes}
    return [{"kind": "TRANSFER_ORG", "sources": [place(bloc, code)], "target": place(bloc, to[code])} for code in codes]


def founded(bloc: Bloc) -> list[dict[str, Any]]:
    committees = bloc.committees
    bodies = [
        {"key": f"n{n}", "code": f"00.b77.{20_000 + n}", "name": f"Chi bộ mới {n}", "type": "CELL",
         "parent": place(bloc, committees[n % len(committees)])}
        for n in range(bloc.size.founded)
    ]  # fmt: skip
    return [{"kind": "FOUND", "new": body} for body in bodies]


def strengthened(bloc: Bloc, positions: Iterator[str]) -> list[dict[str, Any]]:
    """Each of these cells gets one seat more by the plan itself."""
    cells = bloc.cells[bloc.size.handed_over_cells :][: bloc.size.strengthened]
    return [
        {"kind": "STRENGTHEN", "sources": [place(bloc, cell)],
         "seats": [seat(bloc.home[cell].pop(), next(positions))]}
        for cell in cells
    ]  # fmt: skip


def seat(member: UUID, position: str, way: str = "SUPPLEMENTED") -> dict[str, Any]:
    return {"memberId": global_id(MEMBER, member), "position": position, "way": way}


def qualified(size: Size) -> Iterator[dict[str, str]]:
    """So many with a postgraduate degree, so many with advanced theory, the others below."""
    for number in range(size.seats):
        degree = "POSTGRADUATE" if number < size.postgraduate else "UNIVERSITY"
        yield {"degree": degree, "theory": "ADVANCED" if number < size.advanced else "INTERMEDIATE"}


def appointed(side: Side, bloc: Bloc, positions: Iterator[str], at: str) -> str:
    """The committees as elected, who was supplemented in them and in cells; one who was elected has retired."""
    size, skilled = bloc.size, qualified(bloc.size)
    elected = size.seats - size.in_committees - size.in_cells + 1
    both = zip(
        bloc.committees, spread(elected, size.committees), spread(size.in_committees, size.committees), strict=True
    )
    for committee, first, more in both:
        people = iter([member for cell in reversed(bloc.below[committee]) for member in bloc.home.get(cell, ())])
        own = [seat(next(people), "COMMITTEE_MEMBER", "ELECTED") for _ in range(first)]
        # the last one of the first committee retires: a degree of his would count for nobody
        retiring = own[-1:] if committee == bloc.committees[0] else []
        at = appoint(
            side, bloc, committee, START.isoformat(), [one if one in retiring else one | next(skilled) for one in own]
        )
        if retiring:
            left = [{"memberId": one["memberId"], "position": one["position"], "why": "RETIRED"} for one in retiring]
            at = appoint(side, bloc, committee, "2023-01-01", [], leaving=left)
        if added := [seat(next(people), "COMMITTEE_MEMBER") | next(skilled) for _ in range(more)]:
            at = appoint(side, bloc, committee, "2022-01-10", added)
    cells = bloc.cells[size.handed_over_cells + size.strengthened :]
    for number, position in enumerate(positions):
        cell = cells[number % len(cells)]
        at = appoint(
            side, bloc, cell, "2022-05-10", [seat(bloc.home[cell][number // len(cells)], position) | next(skilled)]
        )
    return at


def appoint(side: Side, bloc: Bloc, code: str, on: str, seats: list[dict[str, Any]], **more: Any) -> str:
    body = {"organizationId": place(bloc, code), "on": on, "decisionNumber": "46-QĐ/ĐUK", "seats": seats, **more}
    return side.officer.done("appointCommittee", body, "organization { id }")["position"]


def trained(side: Side, bloc: Bloc) -> str:
    at = ""
    for number, attendances in enumerate(spread(bloc.size.attendances, bloc.size.classes)):
        body = {"organizationId": place(bloc, BLOC), "heldOn": f"2022-10-{number + 1:02d}", "attendances": attendances}
        at = side.officer.done("recordTraining", body | {"decisionNumber": "7-KH/ĐUK"}, "organization { id }")[
            "position"
        ]
    return at


def census(side: Side, on: str, at: str | None = None) -> dict[str, int]:
    found = side.officer.ask(CENSUS, on=on, at=at)["census"]
    return {**{one["type"]: one["count"] for one in found["byType"]}, **found}


async def test_the_bloc_ends_with_its_figures_and_its_report_names_every_source(stack: Stack, people: People):
    size, bloc = SIZE, Bloc(stack, SIZE)
    begun = time.monotonic()
    known = (await bloc.load()).encode()
    print(f"loaded {size.members} members in {time.monotonic() - begun:.1f} s")
    await asyncio.to_thread(told, bloc, people, known)
    print(f"the whole journey: {time.monotonic() - begun:.1f} s")


def told(bloc: Bloc, people: People, known: str) -> None:
    """The journey itself."""
    size, ours, theirs = bloc.size, Side(people, BLOC), Side(people, OTHER)
    start = census(ours, "2021-01-01", known)
    assert (start["grassrootsOrganizations"], start["members"]) == (
        size.committees + size.single + size.handed_over,
        size.members,
    )
    proof = ours.plan("1", "2021-09-01", moved(bloc, bloc.going, OTHER, "00.b77.900"), taking=theirs)
    both_sides = size.members + size.received_members
    assert proof["holds"]
    assert proof["membersBefore"] == proof["membersAfter"] >= both_sides  # other journeys' members live here, too
    assert theirs.plan("2", "2022-03-01", moved(bloc, bloc.coming, BLOC), taking=ours) == proof
    ways = ["SECRETARY"] * size.secretaries + ["DEPUTY"] * size.deputies
    positions = iter([*ways, *["COMMITTEE_MEMBER"] * (size.in_cells - len(ways))])
    assert ours.plan("3", "2022-06-01", founded(bloc) + strengthened(bloc, positions))["holds"]
    appointed(ours, bloc, positions, known)
    at = trained(ours, bloc)
    end = census(ours, "2023-06-30", at)
    shown = {name: end[name] for name in ("grassrootsOrganizations", "SECTIONAL", "cells", "members")}
    print("  ".join(f"{name} {count}" for name, count in shown.items()))
    assert shown == {
        "grassrootsOrganizations": size.committees + size.single + size.received,
        "SECTIONAL": size.sectional,
        "cells": size.cells - size.handed_over_cells + 2 + size.founded,
        "members": size.members - size.handed_over_members + size.received_members,
    }
    assert (end["GRASSROOTS_COMMITTEE"], end["GRASSROOTS_CELL"]) == (size.committees + 2, size.single + 2)
    if size is REAL:
        assert (*shown.values(), end["GRASSROOTS_COMMITTEE"], end["GRASSROOTS_CELL"]) == (122, 12, 1117, 14_357, 93, 29)
    reported(bloc, ours, at)


def reported(bloc: Bloc, side: Side, at: str) -> None:
    size, place_of = bloc.size, place(bloc, BLOC)
    figures = {one["name"]: one for one in side.officer.ask(REPORT, id=place_of, at=at)["periodReport"]["figures"]}
    for name, one in figures.items():
        print(f"{name:40} {one['count']:>6}  {len(one['sources'])} sources")
        assert sum(source["counted"] for source in one["sources"]) == one["count"], name
        assert all(any(source.values()) for source in one["sources"]), name
    assert {name: one["count"] for name, one in figures.items()} == {
        "handed_over_grassroots": size.handed_over,
        "handed_over_cells": size.handed_over_cells,
        "handed_over_members": size.handed_over_members,
        "received_grassroots": size.received,
        "received_cells": 0,
        "received_members": size.received_members,
        "cells_founded": size.founded,
        "sectional_rearranged": 0,
        "cells_split_or_strengthened": size.strengthened,
        "supplemented_in_committees": size.in_committees,
        "supplemented_in_cells": size.in_cells,
        "secretaries_supplemented_in_cells": size.secretaries,
        "deputies_supplemented_in_cells": size.deputies,
        "classes": size.classes,
        "attendances": size.attendances,
        "committee_members": size.seats,
        "committee_members_postgraduate": size.postgraduate,
        "committee_members_advanced_theory": size.advanced,
    }
    assert figures["committee_members_postgraduate"]["base"] == size.seats
