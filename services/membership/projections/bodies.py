"""Cây tổ chức theo ngày - where every organisation stood on a date: what routes are computed from."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import asyncpg

from services.membership.domain.route import Body
from services.organization.contracts.facts import OrganizationEnded, OrganizationFounded, OrganizationReparented
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table bodies (
    organization uuid primary key,
    code text not null,
    type text not null,
    external boolean not null default false,
    founded_on date not null,
    ended_on date
);
create table bodies_parents (
    organization uuid not null,
    since date not null,
    parent uuid,
    primary key (organization, since)
);
"""
_CHAIN = """
with recursive up as (
    select $1::uuid as organization, 0 as depth
    union all
    select link.parent, up.depth + 1
    from up cross join lateral (
        select parent from bodies_parents
        where organization = up.organization and since <= $2 order by since desc limit 1
    ) link
    where link.parent is not null and up.depth < 32
)
select body.organization, body.code, body.type, body.external,
       body.founded_on <= $2 and (body.ended_on is null or body.ended_on > greatest($2, $3)) as stands
from up join bodies body using (organization) order by up.depth
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case OrganizationFounded() as fact:
            columns = {
                "code": fact.code,
                "type": fact.type,
                "external": fact.external,
                "founded_on": fact.effective_on,
            }
            yield Put("bodies", {"organization": fact.organization}, columns)
            yield _link(fact.organization, fact.effective_on, fact.parent)
        case OrganizationReparented() as fact:
            yield _link(fact.organization, fact.effective_on, fact.parent)
        case OrganizationEnded() as fact:
            yield Patch("bodies", {"organization": fact.organization}, {"ended_on": fact.effective_on})
        case _:
            return


def _link(organization: UUID, since: date, parent: UUID | None) -> Op:
    return Put("bodies_parents", {"organization": organization, "since": since}, {"parent": parent})


BODIES = View(
    name="bodies",
    version=1,
    ddl=_DDL,
    on=(OrganizationFounded, OrganizationReparented, OrganizationEnded),
    fold=_fold,
)


class BodiesByDate:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def chain(self, organization: UUID, on: date, today: date) -> tuple[Body, ...]:
        """The organisation and all above it as of a date; empty if it is unknown, cut short where it did not stand."""
        rows = await self._pool.fetch(_CHAIN, organization, on, today)
        return tuple(Body(id=row[0], code=row[1], type=row[2], external=row[3], stands=row[4]) for row in rows)
