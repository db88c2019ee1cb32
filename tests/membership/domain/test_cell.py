"""Who may be placed in a cell."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.domain.cell import (
    CELLS,
    CellClosed,
    CellImported,
    close_cell,
    import_cell,
    may_leave_to,
    may_place,
)
from services.membership.domain.refusals import (
    CellHasEnded,
    CellHasNotBegun,
    CellIsUnknown,
    OrganizationIsExternal,
    OrganizationIsNotACell,
)
from shared.testing.given import given

IMPORTED = CellImported(code="79.26740.001", type="CELL", effective_on=date(2025, 7, 1))
CLOSED = CellClosed(effective_on=date(2026, 1, 1), successor=uuid4())
ON = date(2026, 3, 1)


def placing(on=ON):
    def decide(cell):
        may_place(cell, on, "organization_id")
        return ()

    return decide


def test_a_cell_is_imported_once():
    given(CELLS).when(lambda cell: import_cell(cell, IMPORTED)).then(IMPORTED).and_again_nothing()


def test_a_cell_is_closed_once_and_only_if_known():
    given(CELLS, IMPORTED).when(lambda cell: close_cell(cell, CLOSED)).then(CLOSED).and_again_nothing()
    given(CELLS).when(lambda cell: close_cell(cell, CLOSED)).nothing()


def test_a_standing_cell_takes_people():
    given(CELLS, IMPORTED).when(placing()).nothing()


@pytest.mark.parametrize(
    ("facts", "on", "refusal"),
    [
        ((), ON, CellIsUnknown),
        ((IMPORTED, CLOSED), ON, CellHasEnded),
        ((IMPORTED,), date(2025, 6, 30), CellHasNotBegun),
        ((CellImported(code="79.b01", type="CELL", effective_on=ON, external=True),), ON, OrganizationIsExternal),
        ((CellImported(code="79", type="PROVINCIAL", effective_on=ON),), ON, OrganizationIsNotACell),
    ],
)
def test_nobody_is_placed_elsewhere(facts, on, refusal):
    given(CELLS, *facts).when(placing(on)).refused(refusal, "organization_id")


def test_a_member_may_leave_to_an_organisation_that_stands():
    external = CellImported(code="00.b01", type="CENTRAL_BLOC", effective_on=date(2025, 7, 1), external=True)

    def leaving(cell):
        may_leave_to(cell, "transfer_id")
        return ()

    given(CELLS, external).when(leaving).nothing()
    given(CELLS, external, CLOSED).when(leaving).refused(CellHasEnded, "transfer_id")
    given(CELLS).when(leaving).refused(CellIsUnknown, "transfer_id")
