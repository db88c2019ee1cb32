"""The enterprise bloc of a province from 2021 to June 2023, with its real figures; the persons are made up.

Start: about 172 organisations with 16,649 members. Handed over 54 organisations and 5 cells with 2,366 members,
received 4 with 74, founded 17 cells, strengthened 31, supplemented 143 in committees and 195 in cells (42
secretaries, 27 deputies), held 9 classes with 1,694 attendances. In the end exactly 122 = 93 + 29, 12, 1,117, 14,357.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from services.gateway.reading.ids import ORGANIZATION, global_id
from services.organization.contracts import facts as told
from services.organization.contracts.enums import (
    CommitteePosition,
    Degree,
    PoliticalTheory,
    WayOfLeavingOffice,
    WayOfTakingOffice,
)
from services.organization.contracts.restructuring import (
    Appointment,
    Figures,
    LineageRow,
    MovedOrganization,
    NewBody,
    Operation,
    Report,
)
from services.organization.domain.restructuring.operations import Operation as Asked
from services.organization.domain.restructuring.operations import leaving
from services.organization.domain.restructuring.planning import plan as planned
from services.organization.domain.restructuring.tree import Node, known_tree

SPACE = UUID("5b1e0a52-6c3b-5c0e-9b57-2f4b7ad0c1e4")
START, END = date(2021, 1, 1), date(2023, 6, 30)
LEGALITY = {
    "CENTRAL": ["PROVINCIAL"],
    "PROVINCIAL": ["DIRECT_SUPERIOR"],
    "DIRECT_SUPERIOR": ["GRASSROOTS_COMMITTEE", "GRASSROOTS_CELL"],
    "GRASSROOTS_COMMITTEE": ["SECTIONAL", "CELL"],
    "SECTIONAL": ["CELL"],
}
MOVED_ORGANIZATIONS, MOVED_CELLS, RECEIVED = 54, 5, 4
REPORT = """
query($id: ID!, $from: Date!, $to: Date!) { periodReport(organization: $id, from: $from, to: $to) {
  figures { name count base sources { counted restructuringId decisionNumber organizationId operation } } } }
"""
CENSUS = """
query($code: String!, $on: Date!) { census(code: $code, asOf: $on) {
  grassrootsOrganizations cells members byType { type count } } }
"""


def spread(total: int, parts: int) -> list[int]:
    each, more = divmod(total, parts)
    return [each + (part < more) for part in range(parts)]


class Bloc:
    """The bloc, what stands below it, and everything that happens to it, as facts."""

    def __init__(self, facts: Any) -> None:
        self.facts = facts
        self.nodes: dict[UUID, Node] = {}
        self.codes: dict[str, UUID] = {}
        self.members = 0

    def found(self, code: str, kind: str, above: str | None) -> told.OrganizationFounded:
        identity = uuid5(SPACE, code)
        parent = self.codes[above] if above else None
        self.codes[code] = identity
        self.nodes[identity] = Node(
            organization=identity, code=code, name=f"Tổ chức {code}", type=kind, parent=parent, founded_on=START
        )
        return told.OrganizationFounded(
            organization=identity, code=code, name=f"Tổ chức {code}", type=kind, parent=parent, effective_on=START
        )

    def tree(self) -> Iterator[told.OrganizationFounded]:
        yield self.found("00", "CENTRAL", None)
        yield self.found("01", "PROVINCIAL", "00")
        for code in ("01.d01", "01.d02"):  # the bloc, and the superior on the other side
            yield self.found(code, "DIRECT_SUPERIOR", "01")
        for number in range(91):
            yield self.found(f"01.d01.{number:03d}", "GRASSROOTS_COMMITTEE", "01.d01")
        for number in range(91, 91 + 27 + MOVED_ORGANIZATIONS):
            yield self.found(f"01.d01.{number:03d}", "GRASSROOTS_CELL", "01.d01")
        for number in range(12):
            yield self.found(f"01.d01.{number:03d}.90", "SECTIONAL", f"01.d01.{number:03d}")
        for number in range(1117 - 17 - 2 + MOVED_CELLS):
            yield self.found(f"01.d01.c{number:04d}", "CELL", f"01.d01.{number % 91:03d}")
        for number in range(RECEIVED):
            kind = "GRASSROOTS_COMMITTEE" if number < 2 else "GRASSROOTS_CELL"
            yield self.found(f"01.d02.{number:03d}", kind, "01.d02")
        yield self.found("01.d02.900", "GRASSROOTS_COMMITTEE", "01.d02")
        for number in range(2):
            yield self.found(f"01.d02.c{number}", "CELL", f"01.d02.{number:03d}")

    @property
    def leaving(self) -> list[str]:
        cells = [f"01.d01.c{number:04d}" for number in range(MOVED_CELLS)]
        return [f"01.d01.{number:03d}" for number in range(118, 118 + MOVED_ORGANIZATIONS)] + cells

    @property
    def coming(self) -> dict[str, str]:
        """What is received, and the cell that its members are in."""
        return {"01.d02.000": "01.d02.c0", "01.d02.001": "01.d02.c1", "01.d02.002": "01.d02.002",
                "01.d02.003": "01.d02.003"}  # fmt: skip

    def people(self) -> Iterator[Any]:
        going, coming = self.leaving, list(self.coming.values())
        staying = [
            it.code for it in self.nodes.values()
            if it.type in ("CELL", "GRASSROOTS_CELL") and it.code.startswith("01.d01") and it.code not in going
        ]  # fmt: skip
        for cells, total in ((going, 2366), (coming, 74), (staying, 16_649 - 2366)):
            for code, count in zip(cells, spread(total, len(cells)), strict=True):
                for _ in range(count):
                    self.members += 1
                    member = UUID(int=self.members)
                    yield self.facts.registered(member, self.codes[code], "Mẫu", home_since=START)

    def plan(self, title: str, on: date, operations: list[Operation], moved: dict[str, int]) -> Iterator[Any]:
        plan = uuid5(SPACE, title)
        asked = msgspec.convert(msgspec.to_builtins(operations), list[Asked])
        rows = planned(known_tree(self.nodes, leaving(asked)), plan, asked, on, LEGALITY).rows
        report = Report(
            digest="d",
            counts={},
            counted_at=0,
            moved=tuple(MovedOrganization(organization=self.codes[code], members=n) for code, n in moved.items()),
        )
        number = f"{title}-QĐ/TU"
        yield told.RestructuringDrafted(
            plan=plan, title=title, effective_on=on, drafted_by="lan", decision_number=number, decision_date=on
        )
        yield told.OperationsAdded(plan=plan, first=1, operations=tuple(operations))
        yield told.RestructuringApproved(plan=plan, approved_by="minh", report=report)
        staged = msgspec.convert(msgspec.to_builtins(rows), tuple[LineageRow, ...])
        yield told.RestructuringStaged(plan=plan, part=0, rows=staged)
        yield told.RestructuringTookEffect(plan=plan, effective_on=on, digest="d", before=Figures())

    def plans(self) -> Iterator[Any]:
        going, coming = self.leaving, self.coming
        counts = dict(zip(going, spread(2366, len(going)), strict=True))
        hand_over = [
            Operation(
                kind="TRANSFER_ORG",
                sources=(self.codes[code],),
                target=str(self.codes["01.d02.900" if ".c" in code else "01.d02"]),
            )
            for code in going
        ]
        yield from self.plan("1", date(2021, 9, 1), hand_over, counts)
        taken = [
            Operation(kind="TRANSFER_ORG", sources=(self.codes[code],), target=str(self.codes["01.d01"]))
            for code in coming
        ]
        received = dict(zip(coming, spread(74, len(coming)), strict=True))
        yield from self.plan("2", date(2022, 3, 1), taken, received)
        founded = [
            Operation(
                kind="FOUND",
                new=NewBody(
                    key=f"n{number}",
                    code=f"01.d01.n{number:02d}",
                    name=f"Chi bộ mới {number}",
                    type="CELL",
                    parent=str(self.codes[f"01.d01.{number:03d}"]),
                ),
            )
            for number in range(17)
        ]
        strengthened = [
            Operation(
                kind="STRENGTHEN",
                sources=(self.codes[f"01.d01.c{number + 100:04d}"],),
                seats=(Appointment(member=UUID(int=1), position="DEPUTY", way="SUPPLEMENTED"),),
            )
            for number in range(31)
        ]
        yield from self.plan("3", date(2022, 6, 1), [*founded, *strengthened], {})

    def seats(self) -> Iterator[Any]:
        person = iter(range(3000, 10_000))

        def seat(code: str, position: CommitteePosition, way: WayOfTakingOffice, since: date) -> told.SeatTaken:
            number = next(person)
            return told.SeatTaken(
                organization=self.codes[code],
                seat=UUID(int=number),
                member=UUID(int=number),
                position=position,
                way=way,
                since=since,
                decision_number=f"{number}-QĐ/ĐUK",
                degree=Degree.POSTGRADUATE if number < 3045 else Degree.UNIVERSITY,
                theory=PoliticalTheory.ADVANCED if number < 3434 else PoliticalTheory.INTERMEDIATE,
            )

        added, elected = WayOfTakingOffice.SUPPLEMENTED, WayOfTakingOffice.ELECTED
        member = CommitteePosition.COMMITTEE_MEMBER
        for number in range(143):
            yield seat(f"01.d01.{number % 91:03d}", member, added, date(2022, 1, 10))
        for number in range(195):
            position = (
                CommitteePosition.SECRETARY if number < 42 else CommitteePosition.DEPUTY if number < 69 else member
            )
            yield seat(f"01.d01.c{number + 200:04d}", position, added, date(2022, 5, 10))
        for number in range(1017 - 143 - 195):
            yield seat(f"01.d01.{number % 91:03d}", member, elected, date(2021, 1, 1))
        left = seat("01.d01.000", member, elected, date(2021, 1, 1))
        yield left
        why = WayOfLeavingOffice.RETIRED
        yield told.SeatVacated(organization=left.organization, seat=left.seat, on=date(2023, 1, 1), why=why)
        for number, attendances in enumerate(spread(1694, 9)):
            yield told.TrainingHeld(
                organization=self.codes["01.d01"],
                training=UUID(int=20_000 + number),
                held_on=date(2022, 10, 1 + number),
                attendances=attendances,
                decision_number=f"{number}-KH/ĐUK",
            )


@pytest.fixture
async def bloc(bare: Any, facts: Any) -> tuple[Any, Any, Bloc]:
    made = Bloc(facts)
    await bare.told(*made.tree())
    people = list(made.people())
    for start in range(0, len(people), 2000):
        await bare.told(*people[start : start + 2000])
    await bare.told(*made.plans())
    await bare.told(*made.seats())
    return bare, await bare.asked("approver", made.codes["01"]), made


async def test_the_bloc_ends_with_122_organizations_its_report_names_every_source_to_whom_it_concerns(
    bloc: tuple[Any, Any, Bloc],
):
    gateway, asked, made = bloc
    begin = (await gateway.data(asked, CENSUS, code="01.d01", on="2021-01-01"))["census"]
    assert (begin["grassrootsOrganizations"], begin["members"]) == (172, 16_649)
    end = (await gateway.data(asked, CENSUS, code="01.d01", on="2023-06-30"))["census"]
    kinds = {one["type"]: one["count"] for one in end["byType"]}
    assert end["grassrootsOrganizations"] == 122
    assert (kinds["GRASSROOTS_COMMITTEE"], kinds["GRASSROOTS_CELL"], kinds["SECTIONAL"]) == (93, 29, 12)
    assert (end["cells"], end["members"]) == (1117, 14_357)
    identity = global_id(ORGANIZATION, made.codes["01.d01"])
    answer = await gateway.data(asked, REPORT, id=identity, **{"from": "2021-01-01", "to": "2023-06-30"})
    figures = {one["name"]: one for one in answer["periodReport"]["figures"]}
    assert {name: one["count"] for name, one in figures.items()} == {
        "handed_over_grassroots": 54,
        "handed_over_cells": 5,
        "handed_over_members": 2366,
        "received_grassroots": 4,
        "received_cells": 0,
        "received_members": 74,
        "cells_founded": 17,
        "sectional_rearranged": 0,
        "cells_split_or_strengthened": 31,
        "supplemented_in_committees": 143,
        "supplemented_in_cells": 195,
        "secretaries_supplemented_in_cells": 42,
        "deputies_supplemented_in_cells": 27,
        "classes": 9,
        "attendances": 1694,
        "committee_members": 1017,
        "committee_members_postgraduate": 45,
        "committee_members_advanced_theory": 434,
    }
    for one in figures.values():
        assert sum(source["counted"] for source in one["sources"]) == one["count"], one["name"]
        assert all(any(source.values()) for source in one["sources"])
    assert figures["committee_members_postgraduate"]["base"] == 1017
    assert f"{45 / 1017:.2%}" == "4.42%"
    await nobody_outside_reads_its_seats(gateway, asked, made)


async def nobody_outside_reads_its_seats(gateway: Any, asked: Any, made: Bloc) -> None:
    """Asked here: the bloc takes seconds to load."""
    query = "query($code: String) { organization(code: $code) { committee { seated vacancies seats { position } } } }"
    inside = (await gateway.data(asked, query, code="01.d01.000"))["organization"]["committee"]
    stranger = await gateway.asked("committee_officer", made.codes["01.d02"])
    outside = (await gateway.data(stranger, query, code="01.d01.000"))["organization"]["committee"]
    assert len(inside["seats"]) == inside["seated"] > 0
    assert outside is None
