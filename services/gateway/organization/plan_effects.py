"""Phương án trên cây tổ chức - staged rows wait in a table of their own; one statement makes all of them true at once.

Rows are written for the organisations that a plan names, paths for those under them that something hangs under
(paths.py): figures and scopes count members where they are now, and no row of a cell or a member is written.
"""

from collections.abc import Iterable
from uuid import UUID

from services.gateway.organization import paths
from services.organization.contracts.facts import (
    RestructuringApproved,
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from shared.readmodel.recordsets import recordset
from shared.readmodel.view import Op, Put, Run
from shared.vocabulary.facts import Delivered
from shared.vocabulary.text import fold as folded
from shared.vocabulary.text import nfc, sort_key

STAGED = "organizations_staged"
DDL = f"""
create table {STAGED} (
    plan uuid, organization uuid, kind text not null, code text not null, name text not null, folded text not null,
    sort_key text collate "C" not null, type text not null, setting text, parent uuid, successors uuid[] not null,
    origins uuid[] not null, heir uuid, primary key (plan, organization)
);
create table organizations_handovers (plan uuid, organization uuid, primary key (plan, organization));
create table organizations_plans (
    plan uuid primary key, effective_on date not null, recorded_at timestamptz not null, sequence bigint not null
);
"""
_COLUMNS = (
    "organization, code, name, folded, sort_key, type, setting, external, successor, status, version, parent,"
    " known_from, sequence, valid_from, valid_to"
)
_LAY_DOWN = f"""
insert into {STAGED}
    (plan, organization, kind, code, name, folded, sort_key, type, setting, parent, successors, origins, heir)
select $1::uuid, organization, kind, code, name, folded, sort_key, type, setting, parent,
    coalesce(successors, '{{}}'), coalesce(origins, '{{}}'), heir
from rows from (
    json_to_recordset($2::json) as (
        organization uuid, kind text, code text, type text, setting text, parent uuid, successors uuid[],
        origins uuid[], heir uuid
    ),
    unnest($3::text[], $4::text[], $5::text[])
) as row (organization, kind, code, type, setting, parent, successors, origins, heir, name, folded, sort_key)
on conflict do nothing
"""  # noqa: S608 - names of tables and columns only
_COUNT = f"""
with closed as (
    update organizations node set known_to = $3 from {STAGED} staged
    where staged.plan = $1 and staged.organization = node.organization and node.known_to = 'infinity'
        and node.valid_to > $2
    returning node.*
)
insert into organizations ({_COLUMNS})
select organization, code, name, folded, sort_key, type, setting, external, successor, status, version, parent,
    $3::timestamptz, $4::bigint, valid_from, $2::date
from closed where valid_from < $2
union all
select node.organization, node.code, staged.name, staged.folded, staged.sort_key, staged.type, node.setting,
    node.external, case when staged.kind = 'ENDED' then staged.successors[1] else node.successor end,
    case when staged.kind = 'ENDED' then 'ENDED' when node.status = 'IN_HANDOVER' then 'ACTIVE' else node.status end,
    node.version + 1, staged.parent, $3, $4, greatest(node.valid_from, $2::date), node.valid_to
from closed node join {STAGED} staged on staged.plan = $1 and staged.organization = node.organization
union all
select organization, code, name, folded, sort_key, type, setting, false, null, 'ACTIVE', 1, parent, $3, $4, $2,
    'infinity'
from {STAGED} where plan = $1 and kind = 'FOUNDED'
"""  # noqa: S608 - names of tables and columns only
_TAKE_BACK = f"""
with plan as (select * from organizations_plans where plan = $1),
concerned as materialized (
    select distinct organization from organizations where sequence = (select sequence from plan)
),
closed as (
    update organizations set known_to = $2
    where known_to = 'infinity' and organization in (select organization from concerned)
)
insert into organizations ({_COLUMNS})
select organization, code, name, folded, sort_key, type, setting, external, successor, status, version, parent,
    $2::timestamptz, $3::bigint, valid_from, valid_to
from organizations join concerned using (organization)
where known_to = (select recorded_at from plan) and sequence < (select sequence from plan)
union all
select staged.organization, code, name, folded, sort_key, type, setting, false, heir, 'ENDED', 2, parent,
    $2, $3, plan.effective_on, 'infinity'
from {STAGED} staged cross join plan where staged.plan = $1 and kind = 'FOUNDED'
"""  # noqa: S608

_IN_HANDOVER = """
update organizations set status = 'IN_HANDOVER'
where organization = any($1::uuid[]) and known_to = 'infinity' and valid_to = 'infinity' and status = 'ACTIVE'
"""
_KEPT = """
update organizations set status = 'ACTIVE'
where organization in (select organization from organizations_handovers where plan = $1)
    and known_to = 'infinity' and status = 'IN_HANDOVER'
"""


def being_handed_over(fact: RestructuringApproved) -> Iterable[Op]:
    """Said of now, not of a date: the giver counts them until the plan takes effect."""
    for organization in fact.handed_over:
        yield Put("organizations_handovers", {"plan": fact.plan, "organization": organization}, {})
    yield Run(_IN_HANDOVER, (list(fact.handed_over),))


def kept_after_all(plan: UUID) -> Iterable[Op]:
    """Refused or revoked: they stand where they stood."""
    yield Run(_KEPT, (plan,))


def staged(fact: RestructuringStaged) -> Iterable[Op]:
    """Laid down; nobody sees it."""
    names = [nfc(row.name) for row in fact.rows]
    spoken = (names, [folded(name) for name in names], [sort_key(name) for name in names])
    yield Run(_LAY_DOWN, (fact.plan, recordset(fact.rows), *spoken))


def counted(fact: RestructuringTookEffect, delivered: Delivered) -> Iterable[Op]:
    """From here on all of it counts."""
    at, sequence = delivered.recorded_at, delivered.sequence
    columns = {"effective_on": fact.effective_on, "recorded_at": at, "sequence": sequence}
    yield Put("organizations_plans", {"plan": fact.plan}, columns)
    yield Run(_COUNT, (fact.plan, fact.effective_on, at, sequence))
    yield from paths.of_plan(fact.plan, fact.effective_on, at)


def taken_back(fact: RestructuringReverted, delivered: Delivered) -> Iterable[Op]:
    """What was true before is true again, known from now on; what the plan founded has ended into its heir."""
    yield Run(_TAKE_BACK, (fact.plan, delivered.recorded_at, delivered.sequence))
    yield from paths.of_plan(fact.plan, fact.effective_on, delivered.recorded_at)
