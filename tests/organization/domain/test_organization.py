"""Founding an organisation: dates, types, names. The names of the tests are the rules."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.organization.domain.days import DateIsOutOfRange
from services.organization.domain.organization import (
    ORGANIZATION,
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    found,
)
from services.organization.domain.refusals import (
    ChildTypeIsNotAllowedHere,
    LegalityIsNotSet,
    NameIsMissing,
    OrganizationDoesNotStandYet,
    OrganizationHasEnded,
    OrganizationIsUnknown,
    SettingIsForCellsOnly,
)
from shared.testing.given import given

TODAY = date(2026, 11, 21)
WARD, CELL, PROVINCE = UUID(int=1), UUID(int=2), UUID(int=3)
LEGALITY = {"DIRECT_SUPERIOR": ["GRASSROOTS_COMMITTEE", "CELL"], "CELL": ["GROUP"]}
WARD_FOUNDED = OrganizationFounded(
    organization=WARD,
    code="79.26740",
    name="Đảng bộ phường Sài Gòn",
    type="DIRECT_SUPERIOR",
    parent=PROVINCE,
    effective_on=date(2025, 7, 1),
)


def cell(**changes: Any) -> OrganizationFounded:
    asked: dict[str, Any] = {
        "organization": CELL,
        "code": "79.26740.001",
        "name": "Chi bộ khu phố 1",
        "type": "CELL",
        "setting": "VILLAGE",
        "parent": WARD,
        "effective_on": date(2025, 7, 1),
    }
    return OrganizationFounded(**asked | changes)


def founding(asked: OrganizationFounded, legality=LEGALITY):
    return lambda ward: found(asked, ward, legality, TODAY)


def test_a_cell_is_founded_under_a_standing_ward():
    given(ORGANIZATION, WARD_FOUNDED).when(founding(cell())).then(cell())


def test_it_may_take_effect_in_the_future():
    later = cell(effective_on=date(2027, 1, 1))
    given(ORGANIZATION, WARD_FOUNDED).when(founding(later)).then(later)


def test_no_parent_no_founding():
    given(ORGANIZATION).when(founding(cell())).refused(OrganizationIsUnknown, "parent_id")


def test_not_before_its_parent_stands():
    early = cell(effective_on=date(2025, 6, 30))
    given(ORGANIZATION, WARD_FOUNDED).when(founding(early)).refused(OrganizationDoesNotStandYet, "parent_id")


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 2)])
def test_not_from_the_day_its_parent_ends(day: date):
    ended = OrganizationEnded(organization=WARD, effective_on=date(2026, 3, 1))
    asked = founding(cell(effective_on=day))
    given(ORGANIZATION, WARD_FOUNDED, ended).when(asked).refused(OrganizationHasEnded, "parent_id")


def test_until_the_day_before_its_parent_ends():
    ended = OrganizationEnded(organization=WARD, effective_on=date(2026, 3, 1))
    asked = cell(effective_on=date(2026, 2, 28))
    given(ORGANIZATION, WARD_FOUNDED, ended).when(founding(asked)).then(asked)


def test_a_type_that_the_matrix_does_not_allow():
    asked = cell(type="PROVINCIAL", setting=None)
    refusal = given(ORGANIZATION, WARD_FOUNDED).when(founding(asked)).refused(ChildTypeIsNotAllowedHere, "type")
    assert "GRASSROOTS_COMMITTEE, CELL" in refusal.wire()["nextEn"]


def test_without_a_matrix_nothing_is_founded():
    asked = founding(cell(), legality=None)
    given(ORGANIZATION, WARD_FOUNDED).when(asked).refused(LegalityIsNotSet, "effective_on")


def test_a_name_is_needed():
    given(ORGANIZATION, WARD_FOUNDED).when(founding(cell(name=""))).refused(NameIsMissing, "name")


def test_only_cells_have_a_setting():
    asked = cell(type="GRASSROOTS_COMMITTEE")
    given(ORGANIZATION, WARD_FOUNDED).when(founding(asked)).refused(SettingIsForCellsOnly, "setting")


@pytest.mark.parametrize("day", [date(1930, 2, 2), date(2032, 1, 1), date.min, date.max])
def test_a_date_that_nobody_can_mean(day: date):
    asked = founding(cell(effective_on=day))
    given(ORGANIZATION, WARD_FOUNDED).when(asked).refused(DateIsOutOfRange, "effective_on")


def test_a_decision_is_not_dated_ahead():
    asked = founding(cell(decision_date=date(2026, 11, 22)))
    given(ORGANIZATION, WARD_FOUNDED).when(asked).refused(DateIsOutOfRange, "decision_date")


def test_another_parent_is_remembered():
    moved = OrganizationReparented(organization=WARD, parent=UUID(int=9), effective_on=date(2026, 1, 1))
    assert given(ORGANIZATION, WARD_FOUNDED, moved).state.parent == UUID(int=9)
