"""The founding tree and the national rules: complete, lawful, rightly named, honest about what is unconfirmed."""

import unicodedata
from collections import Counter
from datetime import date

import pytest

from services.organization.application.national import policies, provinces, root
from services.organization.contracts.identity import ROOT_ID, organization_id
from services.organization.domain.organization import ORGANIZATION, OrganizationFounded, found
from services.organization.domain.policy import POLICY, set_policy
from services.organization.domain.policy_keys import RULES
from shared.testing.given import given
from shared.vocabulary.codes import is_code
from shared.vocabulary.days import add_working_days
from shared.vocabulary.policy import PolicyRow, resolve

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def tree() -> dict[str, OrganizationFounded]:
    return {founding.code: founding for founding in [root(), *(each for group in provinces() for each in group)]}


def legality(on: date) -> dict[str, list[str]]:
    return next(row.value for row in policies()["organization.legality"] if row.valid_to is None or on < row.valid_to)


def test_34_provinces_and_3321_communes(tree: dict[str, OrganizationFounded]):
    types = Counter(founding.type for founding in tree.values())
    assert types == {"CENTRAL": 1, "PROVINCIAL": 34, "DIRECT_SUPERIOR": 3321}


def test_2621_rural_communes_687_wards_13_special_zones(tree: dict[str, OrganizationFounded]):
    names = [founding.name for founding in tree.values() if founding.type == "DIRECT_SUPERIOR"]
    kinds = Counter(next(k for k in ("xã", "phường", "đặc khu") if name.startswith(f"Đảng bộ {k} ")) for name in names)
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01.00004", "Đảng bộ phường Ba Đình"),
        ("79", "Đảng bộ thành phố Hồ Chí Minh"),
        ("82", "Đảng bộ tỉnh Đồng Tháp"),
        ("91.31078", "Đảng bộ đặc khu Phú Quốc"),
    ],
)
def test_names_are_written_as_committees_write_them(tree: dict[str, OrganizationFounded], code: str, name: str):
    assert tree[code].name == name
    assert tree[code].organization == organization_id(code)


def test_every_code_and_id_is_borne_once(tree: dict[str, OrganizationFounded]):
    assert all(is_code(code) and unicodedata.is_normalized("NFC", tree[code].name) for code in tree)
    assert len({founding.organization for founding in tree.values()}) == len(tree)


def test_every_founding_would_be_lawful_today(tree: dict[str, OrganizationFounded]):
    for code, founding in tree.items():
        if founding.parent is None:
            assert founding.organization == ROOT_ID
            continue
        parent = tree[code.rpartition(".")[0] or "00"]
        assert founding.parent == parent.organization
        rules = legality(founding.effective_on)
        given(ORGANIZATION, parent).when(lambda state, f=founding, r=rules: found(f, state, r, TODAY)).then(founding)


def test_every_national_row_obeys_the_rules_for_rows():
    for rows in policies().values():
        said = [given(POLICY).when(lambda state, r=row: set_policy(r, state, TODAY)).then(row) for row in rows]
        assert len(said) == len({row.valid_from for row in rows})


def test_every_rule_has_a_row_but_those_that_only_a_place_can_set():
    theirs = {"transfer.processing_days_per_hop", "organization.delegated_superior", "admission.plan"}
    assert set(RULES) - set(policies()) == theirs


def test_what_nobody_could_confirm_says_so():
    unconfirmed = {key for key, rows in policies().items() if not all(row.confirmed for row in rows)}
    assert {"temporary_fee_place", "home.min_age", "eval.cap_base", "eval.rounding", "dpia"} <= unconfirmed
    assert "transfer.present_within" not in {key for key, rows in policies().items() if not rows[-1].confirmed}


def rows_of(key: str) -> list[PolicyRow]:
    return [
        PolicyRow(
            key=row.key,
            organization_code=row.organization_code,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            value=row.value,
            source=row.source,
            confirmed=row.confirmed,
        )
        for row in policies()[key]
    ]


@pytest.mark.parametrize(
    ("key", "on", "value"),
    [
        ("cell.term_months", date(2025, 6, 30), 30),
        ("cell.term_months", date(2025, 7, 1), 60),
        ("eval.ruleset", date(2025, 8, 29), "QD124_2023"),
        ("eval.ruleset", date(2025, 8, 30), "QD366_2025"),
        ("eval.exceed", date(2025, 8, 29), "0.50"),
        ("transfer.present_within", date(2024, 1, 1), 30),
    ],
)
def test_rules_change_with_the_date_of_the_act(key: str, on: date, value: object):
    row = resolve(rows_of(key), key, ["79.26740", "79", "00"], on)
    assert row is not None
    assert row.value == value


def test_introduced_on_9_january_2026_present_by_26_february():
    worked = {row.valid_from: row.value for row in rows_of("calendar.working_day")}
    assert add_working_days(date(2026, 1, 9), 30, worked) == date(2026, 2, 26)
