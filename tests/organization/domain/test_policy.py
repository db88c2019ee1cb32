"""Setting policies: known keys, values of their shape, dates, a source, and no row twice."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.organization.domain.days import DateIsOutOfRange
from services.organization.domain.policy import POLICY, PolicySet, set_policy
from services.organization.domain.policy_refusals import (
    PolicyIsNationalOnly,
    PolicyKeyIsUnknown,
    PolicySourceIsMissing,
    PolicySpanIsEmpty,
    PolicyValueIsMalformed,
)
from shared.testing.given import given

TODAY = date(2026, 11, 21)


def row(**changes: Any) -> PolicySet:
    asked: dict[str, Any] = {
        "key": "transfer.present_within",
        "organization": UUID(int=79),
        "organization_code": "79",
        "valid_from": date(2027, 1, 1),
        "value": 20,
        "source": "12-HD/BTCTU 1-11-2026",
        "confirmed": True,
    }
    return PolicySet(**asked | changes)


def setting(asked: PolicySet):
    return lambda state: set_policy(asked, state, TODAY)


def test_a_province_sets_its_own_limit():
    given(POLICY).when(setting(row())).then(row()).and_again_nothing()


def test_a_row_of_the_same_start_replaces_the_earlier_one():
    given(POLICY, row(value=25)).when(setting(row())).then(row()).and_again_nothing()


def test_rows_of_several_starts_stand_side_by_side():
    assert len(given(POLICY, row(), row(valid_from=date(2028, 1, 1))).state.rows) == 2


def test_an_unknown_key():
    given(POLICY).when(setting(row(key="transfer.never"))).refused(PolicyKeyIsUnknown, "key")


def test_a_national_rule_is_set_at_the_root_alone():
    levels = {"key": "badge.levels", "value": [30, 40]}
    given(POLICY).when(setting(row(**levels))).refused(PolicyIsNationalOnly, "organization_id")
    given(POLICY).when(setting(row(organization_code="00", **levels))).then(row(organization_code="00", **levels))


def test_a_policy_names_its_source():
    given(POLICY).when(setting(row(source=""))).refused(PolicySourceIsMissing, "source")


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2026, 1, 1)])
def test_a_policy_is_in_force_for_a_day_at_least(day: date):
    given(POLICY).when(setting(row(valid_to=day))).refused(PolicySpanIsEmpty, "valid_to")


def test_a_start_that_nobody_can_mean():
    given(POLICY).when(setting(row(valid_from=date(2226, 1, 1)))).refused(DateIsOutOfRange, "valid_from")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("transfer.present_within", "30wd"),
        ("transfer.present_within", -1),
        ("transfer.present_within", True),
        ("transfer.present_within", None),
        ("recognition.majority", 0.66),
        ("transfer.hold_blocks", ["SOME"]),
        ("organization.legality", {"CENTRAL": ["PROVINCE"]}),
        ("temporary_fee_place", "BOTH"),
        ("eval.deadline", "31-12"),
    ],
)
def test_a_value_has_the_shape_of_its_rule(key: str, value: Any):
    given(POLICY).when(setting(row(key=key, value=value))).refused(PolicyValueIsMalformed, "value")


def test_a_day_off_is_one_row_for_one_day():
    swap = {"key": "calendar.working_day", "organization_code": "00", "value": False}
    one_day = row(**swap, valid_to=date(2027, 1, 2))
    given(POLICY).when(setting(one_day)).then(one_day)
    given(POLICY).when(setting(row(**swap, valid_to=date(2027, 1, 9)))).refused(PolicyValueIsMalformed, "value")
    given(POLICY).when(setting(row(**swap))).refused(PolicyValueIsMalformed, "value")
