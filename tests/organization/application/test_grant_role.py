"""Roles over the real log and views: who hands out what, and that authority ends with the day."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import Role
from services.organization.contracts.identity import ROOT_ID, grant_id, organization_id
from services.organization.contracts.requests import DelegateAuthority, EndRoleGrant, GrantRole, SetPolicy
from services.organization.domain.grant_refusals import (
    GrantIsUnknown,
    RoleIsNotDelegated,
    RoleIsNotHeldThen,
    RoleMayNotBeGrantedToOneself,
    SecretaryIsOfACell,
)
from services.organization.domain.policy_refusals import PolicyIsNationalOnly
from services.organization.domain.refusals import OrganizationIsUnknown
from shared.authority.refusals import ActIsNotPermitted
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal

WARD, PROVINCE, OTHER = organization_id("79.26740"), organization_id("79"), organization_id("82")


def grant(user: str, role: Role, organization: UUID, **dates: date) -> GrantRole:
    return GrantRole(command_id=uuid4(), user=user, role=role, organization_id=organization, **dates)


def limit(organization: UUID, key: str = "transfer.present_within", value: Any = 20) -> SetPolicy:
    return SetPolicy(
        command_id=uuid4(),
        key=key,
        organization_id=organization,
        valid_from=date(2026, 12, 1),
        value=value,
        source="12-HD/BTCTU 1-11-2026",
    )


async def test_an_officer_of_the_province_hands_out_roles_in_its_wards(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE)
    receipt = await office.run(grant("an", Role.HOME_VISIT_OFFICER, WARD), officer)
    assert receipt.id == grant_id("an", "home_visit_officer", WARD)


async def test_the_same_role_is_granted_once(office: Any):
    await office.run(grant("an", Role.AUDITOR, WARD))
    head = office.log.head
    await office.run(grant("an", Role.AUDITOR, WARD))
    assert office.log.head.position == head.position


@pytest.mark.parametrize(
    ("user", "role", "organization", "refusal"),
    [
        ("an", Role.CELL_SECRETARY, OTHER, ActIsNotPermitted),
        ("an", Role.CELL_SECRETARY, ROOT_ID, ActIsNotPermitted),
        ("an", Role.APPROVER, WARD, ActIsNotPermitted),
        ("an", Role.OPERATOR, WARD, ActIsNotPermitted),
        ("lan", Role.HOME_VISIT_OFFICER, WARD, RoleMayNotBeGrantedToOneself),
        ("an", Role.CELL_SECRETARY, WARD, SecretaryIsOfACell),
        ("an", Role.CELL_SECRETARY, UUID(int=1), OrganizationIsUnknown),
    ],
)
async def test_what_an_officer_may_not_hand_out(
    office: Any, user: str, role: Role, organization: UUID, refusal: type[Refusal]
):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE)
    head = office.log.head
    with pytest.raises(refusal):
        await office.run(grant(user, role, organization), officer)
    assert office.log.head == head


async def test_authority_lasts_from_the_first_day_until_before_the_last(office: Any):
    dates = {"from_date": date(2026, 12, 1), "to_date": date(2027, 1, 1)}
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE, **dates)
    may = {}
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)):
        office.clock.day = day
        may[day.isoformat()] = bool(await office.look.scope.roots(officer))
    assert may == {"2026-11-30": False, "2026-12-01": True, "2026-12-31": True, "2027-01-01": False}


async def test_authority_ends_when_it_is_ended(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE)
    await office.run(limit(PROVINCE), officer)
    ended = EndRoleGrant(
        command_id=uuid4(), grant_id=grant_id("lan", "committee_officer", PROVINCE), to_date=office.clock.day
    )
    await office.run(ended)
    with pytest.raises(ActIsNotPermitted):
        await office.run(limit(WARD), officer)
    with pytest.raises(GrantIsUnknown):
        await office.run(EndRoleGrant(command_id=uuid4(), grant_id=UUID(int=1), to_date=office.clock.day))


async def test_a_province_sets_its_own_limit_and_no_other_does(office: Any):
    officer = await office.officer("lan", Role.APPROVER, PROVINCE)
    await office.run(limit(PROVINCE), officer)
    with pytest.raises(ActIsNotPermitted):
        await office.run(limit(ROOT_ID), officer)
    with pytest.raises(PolicyIsNationalOnly):
        await office.run(limit(PROVINCE, "badge.levels", [30]), officer)
    rules, day = office.look.rules, date(2026, 12, 1)
    key = "transfer.present_within"
    assert await rules.value(key, ["79.26740", "79", "00"], day) == 20
    assert await rules.value(key, ["82", "00"], day) == 30
    assert await rules.value(key, ["79", "00"], date(2026, 11, 30)) == 30


SINCE, UNTIL = date(2026, 12, 1), date(2026, 12, 10)


def substitute(user: str, **more: Any) -> DelegateAuthority:
    asked = {"role": Role.COMMITTEE_OFFICER, "organization_id": WARD, "from_date": SINCE, "to_date": UNTIL, **more}
    return DelegateAuthority(command_id=uuid4(), user=user, **asked)


async def test_a_substitute_acts_within_the_dates_and_says_for_whom(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    await office.run(substitute("an"), officer)
    deputy = Actor(subject="an", role="committee_officer")
    seen = {}
    for day in (date(2026, 11, 30), SINCE, date(2026, 12, 9), UNTIL):
        office.clock.day = day
        seen[day] = [root.substitute_for for root in await office.look.scope.roots(deputy)]
    assert list(seen.values()) == [[], ["lan"], ["lan"], []]


async def test_a_substitute_loses_the_role_with_its_holder_and_keeps_an_own_one(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    await office.run(substitute("an"), officer)
    await office.officer("an", Role.COMMITTEE_OFFICER, OTHER)
    grants = grant_id("lan", "committee_officer", WARD)
    await office.run(EndRoleGrant(command_id=uuid4(), grant_id=grants, to_date=SINCE.replace(day=5)))
    office.clock.day = SINCE.replace(day=4)
    deputy = Actor(subject="an", role="committee_officer")
    assert {root.code for root in await office.look.scope.roots(deputy)} == {"79.26740", "82"}
    office.clock.day = SINCE.replace(day=5)
    assert {root.code for root in await office.look.scope.roots(deputy)} == {"82"}


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (substitute("an", organization_id=PROVINCE), ActIsNotPermitted),
        (substitute("an", for_user="binh"), RoleIsNotHeldThen),
        (substitute("an", to_date=date(2027, 12, 1)), RoleIsNotHeldThen),
        (substitute("an", role=Role.APPROVER), ActIsNotPermitted),
        (substitute("an", role=Role.MEMBER), RoleIsNotDelegated),
        (substitute("lan"), RoleMayNotBeGrantedToOneself),
    ],
)  # fmt: skip
async def test_which_substitutes_are_refused(office: Any, asked: DelegateAuthority, refusal: type[Refusal]):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD, to_date=date(2027, 6, 1))
    head = office.log.head
    with pytest.raises(refusal):
        await office.run(asked, officer)
    assert office.log.head == head


async def test_a_substitute_names_no_further_substitute(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    await office.run(substitute("an"), officer)
    office.clock.day = SINCE
    with pytest.raises(RoleIsNotHeldThen):
        await office.run(substitute("binh", from_date=date(2026, 12, 2)), Actor(subject="an", role="committee_officer"))
