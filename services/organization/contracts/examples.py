"""One realistic example of all that organization publishes and accepts: for documents, tests and other services."""

from datetime import date
from uuid import UUID

from services.organization.contracts.enums import CellSetting, OrganizationType, Role
from services.organization.contracts.facts import (
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    PolicySet,
    RoleGranted,
    RoleGrantEnded,
)
from services.organization.contracts.identity import grant_id, organization_id
from services.organization.contracts.requests import EndRoleGrant, FoundOrganization, GrantRole, SetPolicy

PROVINCE = organization_id("79")
WARD = organization_id("79.26740")
CELL = UUID("0a6a4a0e-6f0e-5d53-9b0c-2f3f6d8a7b21")
SECRETARY = grant_id("nguyen.an", Role.CELL_SECRETARY, CELL)
COMMAND = UUID("0199f2c4-7a10-7c3e-8f52-6a1b2c3d4e5f")

FACTS = (
    OrganizationFounded(
        organization=CELL,
        code="79.26740.007",
        name="Chi bộ khu phố 7",
        type=OrganizationType.CELL.value,
        setting=CellSetting.VILLAGE.value,
        parent=WARD,
        effective_on=date(2025, 9, 1),
        decision_number="45-QĐ/ĐU",
        decision_date=date(2025, 8, 25),
    ),
    OrganizationReparented(organization=CELL, parent=WARD, effective_on=date(2026, 1, 1)),
    OrganizationEnded(organization=CELL, effective_on=date(2027, 1, 1), successor=WARD),
    RoleGranted(
        grant=SECRETARY,
        subject="nguyen.an",
        role=Role.CELL_SECRETARY.value,
        organization=CELL,
        valid_from=date(2025, 9, 1),
        valid_to=date(2030, 9, 1),
    ),
    RoleGrantEnded(grant=SECRETARY, valid_to=date(2027, 1, 1)),
    PolicySet(
        key="home.min_age",
        organization=PROVINCE,
        organization_code="79",
        valid_from=date(2026, 1, 1),
        value=75,
        source="12-HD/BTCTU 1-11-2025",
        confirmed=True,
    ),
)

REQUESTS = (
    FoundOrganization(
        command_id=COMMAND,
        parent_id=WARD,
        name="Chi bộ khu phố 7",
        type=OrganizationType.CELL,
        setting=CellSetting.VILLAGE,
        effective_on=date(2025, 9, 1),
        decision_number="45-QĐ/ĐU",
        decision_date=date(2025, 8, 25),
    ),
    GrantRole(
        command_id=COMMAND,
        user="nguyen.an",
        role=Role.CELL_SECRETARY,
        organization_id=CELL,
        from_date=date(2025, 9, 1),
        to_date=date(2030, 9, 1),
    ),
    EndRoleGrant(command_id=COMMAND, grant_id=SECRETARY, to_date=date(2027, 1, 1)),
    SetPolicy(
        command_id=COMMAND,
        key="home.min_age",
        organization_id=PROVINCE,
        valid_from=date(2026, 1, 1),
        value=75,
        source="12-HD/BTCTU 1-11-2025",
        confirmed=True,
    ),
)
