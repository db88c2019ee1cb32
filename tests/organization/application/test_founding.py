"""The founding tree in the log: whole and once."""

from datetime import date
from typing import Any
from uuid import uuid4

from services.organization.application.founding import found_the_nation
from services.organization.contracts.enums import Role
from services.organization.contracts.identity import ROOT_ID, organization_id
from services.organization.contracts.requests import SetPolicy
from shared.authority.tree import WITH_PATHS


async def test_the_tree_stands_with_its_paths(office: Any):
    rows = await office.pool.fetch(f"select cardinality(path), count(*) from ({WITH_PATHS}) tree group by 1 order by 1")
    assert [tuple(row) for row in rows] == [(1, 1), (2, 34), (3, 3321)]
    ward = await office.look.scope.ancestors(organization_id("79.26740"))
    assert [node.code for node in ward] == ["79.26740", "79", "00"]


async def test_everything_is_published_once(office: Any):
    assert office.log.head.sequence == 3356 + await office.pool.fetchval("select count(*) from policies")


async def test_a_second_start_writes_nothing(office: Any):
    head = office.log.head
    await found_the_nation(office.log)
    assert office.log.head == head


async def test_a_row_that_somebody_set_is_left_alone(office: Any):
    officer = await office.officer("lan", Role.APPROVER, ROOT_ID)
    row = SetPolicy(
        command_id=uuid4(),
        key="transfer.present_within",
        organization_id=ROOT_ID,
        valid_from=date(2025, 7, 1),
        value=25,
        source="999-QĐ/TW 1-11-2026",
    )
    await office.run(row, officer)
    await found_the_nation(office.log)
    assert await office.look.rules.value(row.key, ["79", "00"], date(2026, 1, 1)) == 25
