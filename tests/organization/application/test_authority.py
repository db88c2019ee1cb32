"""Who may found, grant and set policies: a table of authority.cedar."""

from pathlib import Path

import pytest

from services.organization.application import look
from services.organization.contracts.enums import Role
from shared.authority.cedar import Cedar
from shared.authority.held import Held

CEDAR = Cedar(Path(look.__file__).with_name("authority.cedar").read_text(encoding="utf-8"))
OFFICERS = {"committee_officer", "approver"}


def over(role: str) -> Held:
    return Held(role=role, over=frozenset({role}), below_root=frozenset({role}))


def at_root(role: str) -> Held:
    return Held(role=role, over=frozenset({role}), at_root=frozenset({role}))


def elsewhere(role: str) -> Held:
    return Held(role=role)


@pytest.mark.parametrize("role", [*Role, "service"])
@pytest.mark.parametrize("held", [over, at_root])
def test_officers_over_the_parent_found_and_set_policies(role: str, held):
    assert CEDAR.permits("FoundOrganization", held(role).context(synthetic=False)) is (role in OFFICERS)
    assert CEDAR.permits("SetPolicy", held(role).context()) is (role in OFFICERS)


@pytest.mark.parametrize("role", [*Role, "service"])
def test_a_role_held_elsewhere_founds_nothing(role: str):
    assert not CEDAR.permits("FoundOrganization", elsewhere(role).context(synthetic=False))
    assert not CEDAR.permits("SetPolicy", elsewhere(role).context())


@pytest.mark.parametrize("role", [*Role, "service"])
def test_demo_data_come_from_a_service_alone(role: str):
    assert CEDAR.permits("FoundOrganization", at_root(role).context(synthetic=True)) is (role == "service")


@pytest.mark.parametrize("act", ["GrantRole", "EndRoleGrant"])
@pytest.mark.parametrize("granted", list(Role))
def test_the_operator_and_the_services_hand_out_every_role(act: str, granted: str):
    assert CEDAR.permits(act, at_root("operator").context(granted=granted))
    assert CEDAR.permits(act, elsewhere("service").context(granted=granted))
    assert not CEDAR.permits(act, over("operator").context(granted=granted))


@pytest.mark.parametrize("act", ["GrantRole", "EndRoleGrant"])
@pytest.mark.parametrize("granted", list(Role))
def test_nobody_hands_out_a_role_wider_than_the_own(act: str, granted: str):
    by_officer = {"member", "cell_secretary", "home_visit_officer", "committee_officer"}
    by_approver = by_officer | {"approver", "inspection_officer"}
    assert CEDAR.permits(act, over("committee_officer").context(granted=granted)) is (granted in by_officer)
    assert CEDAR.permits(act, over("approver").context(granted=granted)) is (granted in by_approver)


@pytest.mark.parametrize("role", sorted(set(Role) - OFFICERS - {"operator"}))
def test_the_others_hand_out_nothing(role: str):
    assert not any(CEDAR.permits("GrantRole", at_root(role).context(granted=granted)) for granted in Role)
