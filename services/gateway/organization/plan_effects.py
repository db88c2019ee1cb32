"""Phương án trên cây tổ chức - staged rows wait in a table of their own; one statement makes all of them true at once.

The path of an organisation that has ended leads through its successor: figures and scopes that go by paths count its
members where they are now, and no member's row is written.
"""

from collections.abc import Iterable
from uuid import UUID

from services.organization.contracts.facts import (
    RestructuringApproved,
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.contracts.restructuring import LineageRow
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
_BELOW = "case when above.successor is null then above.path else above.path[:cardinality(above.path) - 1] end"
_COLUMNS = (
    "organization, code, name, folded, sort_key, type, setting, external, successor, status, version, parent,"
    " known_from, sequence, valid_from, valid_to, path"
)
_COUNT = f"""
with recursive staged as materialized (select * from {STAGED} where plan = $1),
concerned as materialized (
    select organization from organizations cross join unnest(path) step
    where known_to = 'infinity' and valid_to > $2 and step in (select organization from staged)
    group by organization
),
closed as (
    update organizations set known_to = $3
    where known_to = 'infinity' and valid_to > $2 and organization in (select organization from concerned) returning *
),
after as materialized (
    select node.organization, node.code, coalesce(staged.name, node.name) as name,
        coalesce(staged.folded, node.folded) as folded, coalesce(staged.sort_key, node.sort_key) as sort_key,
        coalesce(staged.type, node.type) as type, node.setting, node.external,
        case when staged.kind = 'ENDED' then staged.successors[1] else node.successor end as successor,
        case when staged.kind = 'ENDED' then 'ENDED' when node.status = 'IN_HANDOVER' then 'ACTIVE'
             else node.status end as status,
        node.version + (staged.kind is not null)::int as version,
        case when staged.kind is null then node.parent else staged.parent end as parent,
        greatest(node.valid_from, $2::date) as valid_from, node.valid_to
    from closed node left join staged on staged.organization = node.organization
    union all
    select organization, code, name, folded, sort_key, type, setting, false, null, 'ACTIVE', 1, parent, $2, 'infinity'
    from staged where kind = 'FOUNDED'
),
links as materialized (
    select distinct on (organization) organization, coalesce(successor, parent) as above, successor is not null as ended
    from after order by organization, valid_from desc
),
placed as (
    select node.organization, node.ended, coalesce({_BELOW}, '{{}}') as base
    from links node left join organizations above on above.organization = node.above
        and above.known_to = 'infinity' and above.valid_from <= $2 and above.valid_to > $2
    where not exists (select from links over_it where over_it.organization = node.above)
    union all
    select node.organization, node.ended, case when placed.ended then placed.base
        else placed.base || placed.organization end
    from placed join links node on node.above = placed.organization
)
insert into organizations ({_COLUMNS})
select organization, code, name, folded, sort_key, type, setting, external, successor, status, version, parent,
    $3::timestamptz, $4::bigint, valid_from, $2::date, path
from closed where valid_from < $2
union all
select node.organization, code, name, folded, sort_key, type, setting, external, successor, status, version,
    case when ended then parent else base[cardinality(base)] end, $3, $4, valid_from, valid_to,
    base || node.organization
from after node join placed using (organization)
"""  # noqa: S608 - names of tables and columns only
_TAKE_BACK = f"""
with plan as (select * from organizations_plans where plan = $1),
concerned as materialized (
    select distinct organization from organizations where sequence = (select sequence from plan)
),
closed as (
    update organizations set known_to = $2
    where known_to = 'infinity' and organization in (select organization from concerned) returning organization
)
insert into organizations ({_COLUMNS})
select organization, code, name, folded, sort_key, type, setting, external, successor, status, version, parent,
    $2::timestamptz, $3::bigint, valid_from, valid_to, path
from organizations join concerned using (organization)
where known_to = (select recorded_at from plan) and sequence < (select sequence from plan)
union all
select staged.organization, code, name, folded, sort_key, type, setting, false, heir, 'ENDED', 2, parent,
    $2, $3, plan.effective_on, 'infinity', array[staged.organization]
from {STAGED} staged cross join plan where staged.plan = $1 and kind = 'FOUNDED'
"""  # noqa: S608
_PUT_UNDER_HEIRS = f"""
update organizations gone set path = heir.path || gone.organization
from {STAGED} staged join organizations heir
    on heir.organization = coalesce(staged.heir, staged.parent) and heir.known_to = 'infinity'
where staged.plan = $1 and staged.kind = 'FOUNDED' and gone.organization = staged.organization
    and gone.known_to = 'infinity' and heir.valid_from <= gone.valid_from and heir.valid_to > gone.valid_from
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
    for row in fact.rows:
        yield Put(STAGED, {"plan": fact.plan, "organization": row.organization}, _columns(row))


def counted(fact: RestructuringTookEffect, delivered: Delivered) -> Iterable[Op]:
    """From here on all of it counts."""
    at, sequence = delivered.recorded_at, delivered.sequence
    columns = {"effective_on": fact.effective_on, "recorded_at": at, "sequence": sequence}
    yield Put("organizations_plans", {"plan": fact.plan}, columns)
    yield Run(_COUNT, (fact.plan, fact.effective_on, at, sequence))


def taken_back(fact: RestructuringReverted, delivered: Delivered) -> Iterable[Op]:
    """What was true before is true again, known from now on; what the plan founded has ended into its heir."""
    yield Run(_TAKE_BACK, (fact.plan, delivered.recorded_at, delivered.sequence))
    yield Run(_PUT_UNDER_HEIRS, (fact.plan,))


def _columns(row: LineageRow) -> dict[str, object]:
    name = nfc(row.name)
    return {
        **{field: getattr(row, field) for field in ("kind", "code", "type", "setting", "parent", "heir")},
        "name": name,
        "folded": folded(name),
        "sort_key": sort_key(name),
        "successors": list(row.successors),
        "origins": list(row.origins),
    }
