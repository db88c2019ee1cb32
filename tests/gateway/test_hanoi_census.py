"""Hanoi on 31 December 2020: 50 / 2,316 / 176 / 17,225 / 457,397, counted by the census at its real size (D1).

The rows are made up and written straight into the views: what is tested is the reading. Long form: `make proof`.
"""

import os
import time
from datetime import date
from typing import Any

import pytest

from services.gateway.organization.paths import PLACE
from shared.authority.tree import SETTLE

SIZES = {"DIRECT_SUPERIOR": 50, "GRASSROOTS_COMMITTEE": 2316, "SECTIONAL": 176, "CELL": 17_225}
MEMBERS = 457_397 if os.environ.get("RESTRUCTURING_LONG") else 45_739
ON = date(2020, 12, 31)
_ORGANIZATIONS = """
insert into organizations (organization, code, name, folded, sort_key, type, status, external, version, parent,
    valid_from, known_from, sequence, valid_to)
select made.id, '01.x' || $2 || n, 'Tổ chức', 'to chuc', '', $2, 'ACTIVE', false, 1, made.above, '2010-01-01',
    '2010-01-01', 1, 'infinity'
from (
    select n, md5($2 || n)::uuid as id, (select array_agg(organization order by organization) from organizations
        where type = $3)[1 + n % $4] as above
    from generate_series(0, $1 - 1) n
) made
"""
_TREE = f"""
insert into authority_tree (organization, code, parent)
select organization, code, parent from organizations on conflict do nothing;
insert into authority_tree_hanging select distinct parent from organizations where parent is not null;
insert into organizations_hanging select distinct parent from organizations where parent is not null;
{SETTLE};
{PLACE}
"""
_HOMES = """
insert into homes (member, valid_from, sequence, cell, state, full_member_on, known_from)
select md5('m' || n)::uuid, '2015-01-01', 1, md5('CELL' || n % 17225)::uuid, 'FULL', '2015-01-01', '2015-01-01'
from generate_series(0, $1 - 1) n
"""
_SUMS = """
insert into homes_sums (cell, members, full_members, unsettled_until)
select cell, count(*), count(*), '2015-01-01' from homes group by cell
"""
CENSUS = """
query($code: String!, $on: Date!) { census(code: $code, asOf: $on) {
  grassrootsOrganizations cells members byType { type count } } }
"""


@pytest.fixture
async def hanoi(bare: Any, facts: Any) -> Any:
    root = facts.founded("00", "Trung ương", "CENTRAL", None, effective_on=date(1930, 2, 3))
    city = facts.founded("01", "Thành ủy Hà Nội", "PROVINCIAL", "00", effective_on=date(1954, 10, 10))
    await bare.told(root, city)
    above, many = "PROVINCIAL", 1
    for kind, count in SIZES.items():
        over = "GRASSROOTS_COMMITTEE" if kind == "CELL" else above
        many = SIZES.get(over, 1)
        await bare.pool.execute(_ORGANIZATIONS, count, kind, over, many)
        above = kind
    await bare.pool.execute(_TREE)
    await bare.pool.execute(_HOMES, MEMBERS)
    await bare.pool.execute(_SUMS)
    await bare.pool.execute("analyze organizations, organizations_paths, homes, homes_sums, authority_tree")
    return bare


async def test_the_census_of_hanoi_is_that_of_its_report(hanoi: Any, facts: Any):
    asked = await hanoi.asked("approver", facts.place("01"))
    began = time.perf_counter()
    found = (await hanoi.data(asked, CENSUS, code="01", on=ON.isoformat()))["census"]
    took = time.perf_counter() - began
    print(f"{found['members']} members in {found['cells']} cells counted in {took:.2f} s")
    kinds = {one["type"]: one["count"] for one in found["byType"]}
    assert {kind: kinds[kind] for kind in SIZES} == SIZES
    assert (found["grassrootsOrganizations"], found["cells"], found["members"]) == (2316, 17_225, MEMBERS)
    assert took < 5.0, f"{took:.2f} s"
