"""The view of records that were opened in an emergency: by whom, why, until when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from services.gateway.reading.query import Query, where
from services.gateway.reading.reader import Reader
from services.gateway.reading.tables import Reach, Table
from services.gateway.reading.viewer import Viewer
from services.membership.contracts.facts import PersonErased
from services.membership.contracts.glass import RecordOpened
from services.organization.contracts.enums import Role
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table opened_records (
    glass uuid primary key, member uuid not null, subject text not null, role text not null, reason text,
    opened_at timestamptz not null, until timestamptz not null
);
create index on opened_records (subject, until);
"""
_ERASE = "update opened_records set reason = null where member = $1"


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """One row for each opening."""
    match delivered.fact:
        case RecordOpened() as fact:
            named = {name: getattr(fact, name) for name in ("member", "subject", "role", "opened_at", "until")}
            reason = open_(fact.member, "reason", fact.reason)
            yield Put("opened_records", {"glass": fact.glass}, {**named, "reason": reason})
        case PersonErased() as fact:
            yield Run(_ERASE, (fact.member,))


VIEW = View(
    name="opened_records",
    version=1,
    ddl=_DDL,
    on=(RecordOpened, PersonErased),
    fold=fold,
    people=lambda delivered: (delivered.fact.member,) if isinstance(delivered.fact, RecordOpened) else (),
    person="member",
    personal=("reason",),
)

# Query ─ asked of the viewer's own openings alone

TABLE = Table(name="opened_records", reach=Reach.DIRECTORY)
MAY = frozenset({Role.COMMITTEE_OFFICER, Role.APPROVER, Role.INSPECTION_OFFICER, Role.AUDITOR, Role.HOME_VISIT_OFFICER})
"""Roles that break the glass where they read no persons otherwise."""


def of_viewer(viewer: Viewer, now: datetime) -> Query:
    """What stands open to this account in this role."""
    mine = where("subject = {} and role = {} and until > {}", viewer.actor.subject, viewer.actor.role, now)
    return Query(table=TABLE, columns=("member", "reason", "until"), where=(mine,), order_by=("until",))


def by_id(openings: Sequence[UUID], viewer: Viewer) -> Query:
    """Openings of this account by id."""
    mine = where("subject = {} and glass = any({}::uuid[])", viewer.actor.subject, list(openings))
    return Query(table=TABLE, columns=("member", "reason", "until"), where=(mine,))


async def opened_to(pool: asyncpg.Pool, viewer: Viewer, now: datetime) -> dict[UUID, str]:
    """The records that stand open, with the reason; whoever reads persons anyway needs none and is not asked about."""
    if viewer.person_roots or not viewer.roots or viewer.actor.role not in MAY:
        return {}
    return {row["member"]: row["reason"] or "" for row in await Reader(pool, viewer).rows(of_viewer(viewer, now))}
