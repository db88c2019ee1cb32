"""Granting and ending roles: within dates, never to oneself, and never twice the same."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as all_of
from hypothesis import strategies as st

from services.organization.domain.days import DateIsOutOfRange
from services.organization.domain.grant import GRANT, RoleGranted, RoleGrantEnded, end, grant
from services.organization.domain.grant_refusals import (
    GrantIsUnknown,
    GrantSpanIsEmpty,
    RoleMayNotBeGrantedToOneself,
    UserIsMissing,
    UserNameIsReserved,
)
from shared.testing.given import given

TODAY = date(2026, 11, 21)
ID, WARD = UUID(int=1), UUID(int=2)
DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))


def role(**changes: Any) -> RoleGranted:
    asked: dict[str, Any] = {
        "grant": ID,
        "subject": "lan",
        "role": "approver",
        "organization": WARD,
        "valid_from": TODAY,
    }
    return RoleGranted(**asked | changes)


def granting(asked: RoleGranted, by: str = "officer", since: date = date(2025, 7, 1)):
    return lambda state: grant(asked, state, by, since, TODAY)


def ending(day: date):
    return lambda state: end(RoleGrantEnded(grant=ID, valid_to=day), state, TODAY)


def test_a_role_is_granted_once():
    given(GRANT).when(granting(role())).then(role()).and_again_nothing()


def test_a_longer_span_is_news():
    short = role(valid_to=date(2026, 12, 31))
    given(GRANT, short).when(granting(role())).then(role())


def test_a_span_inside_the_one_that_is_held_is_not():
    inside = role(valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31))
    given(GRANT, role()).when(granting(inside)).nothing()


def test_nobody_grants_to_himself_or_herself():
    given(GRANT).when(granting(role(), by="lan")).refused(RoleMayNotBeGrantedToOneself, "user")


def test_a_user_is_named():
    given(GRANT).when(granting(role(subject=""))).refused(UserIsMissing, "user")


@pytest.mark.parametrize("user", ["service:gateway", "policy:confirm", "system:founding"])
def test_names_of_the_system_are_no_users(user: str):
    given(GRANT).when(granting(role(subject=user))).refused(UserNameIsReserved, "user")


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1)])
def test_a_role_lasts_a_day_at_least(day: date):
    given(GRANT).when(granting(role(valid_to=day))).refused(GrantSpanIsEmpty, "to_date")


def test_a_start_that_nobody_can_mean():
    given(GRANT).when(granting(role(valid_from=date(1029, 1, 1)))).refused(DateIsOutOfRange, "from_date")


def test_not_before_the_organisation_stands():
    early = granting(role(valid_from=date(2026, 1, 1)), since=date(2027, 1, 1))
    given(GRANT).when(early).then(role(valid_from=date(2027, 1, 1))).and_again_nothing()


def test_an_end_is_said_once():
    said = RoleGrantEnded(grant=ID, valid_to=TODAY)
    given(GRANT, role(valid_from=date(2026, 1, 1))).when(ending(TODAY)).then(said).and_again_nothing()


def test_what_ended_earlier_does_not_end_again():
    given(GRANT, role(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))).when(ending(TODAY)).nothing()


def test_what_was_never_granted_does_not_end():
    given(GRANT).when(ending(TODAY)).refused(GrantIsUnknown, "grant_id")


@all_of(st.lists(st.tuples(DAYS, st.none() | DAYS)), DAYS)
def test_after_an_end_no_day_is_held(spans: list[tuple[date, date | None]], last: date):
    history = [role(valid_from=start, valid_to=end_) for start, end_ in spans if end_ is None or start < end_]
    if not history:
        return
    after = given(GRANT, *history, RoleGrantEnded(grant=ID, valid_to=last)).state
    assert all(span.end is not None and span.start < span.end <= last for span in after.spans)
    given(GRANT, *history).when(ending(last)).and_again_nothing()
