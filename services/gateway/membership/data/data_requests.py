"""The view of data-subject requests; the member's and the committee's words are personal."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, Where, where
from services.gateway.reading.tables import Reach, Table
from services.gateway.reading.viewer import Viewer
from services.membership.contracts.data_facts import (
    DATA_REQUEST_FACTS,
    DataRequestAnswered,
    DataRequestCompleted,
    DataRequestFact,
    DataSubjectRequested,
)
from services.membership.contracts.facts import PersonErased
from services.organization.contracts.enums import Role
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table data_requests (
    request uuid primary key, ordinal bigint not null, version int not null, member uuid not null, body uuid not null,
    kind text not null, state text not null, requested_on date not null, answer_by date not null,
    complete_by date not null, extended boolean not null, answered_on date, completed_on date,
    entered_by text, details text, remark text
);
create index on data_requests (member, ordinal);
create index on data_requests (body) where state in ('REQUESTED', 'ACCEPTED');
"""
_ERASE = "update data_requests set details = null, remark = null where member = $1"


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """Every fact carries the whole standing; the last words of the committee stand."""
    fact = delivered.fact
    if isinstance(fact, PersonErased):
        yield Run(_ERASE, (fact.member,))
        return
    assert isinstance(fact, DataRequestFact)
    key, said = {"request": fact.request}, open_(fact.member, "remark", fact.remark)
    columns: dict[str, Any] = {"version": delivered.version}
    columns |= {name: getattr(fact.standing, name) for name in ("state", "answer_by", "complete_by", "extended")}
    match fact:
        case DataSubjectRequested():
            asked = {"kind": fact.kind, "entered_by": fact.entered_by, "requested_on": fact.on, "details": said}
            of = {"ordinal": delivered.sequence, "member": fact.member, "body": fact.body}
            yield Put("data_requests", key, {**columns, **asked, **of})
        case DataRequestAnswered():
            yield Patch("data_requests", key, {**columns, "answered_on": fact.on, "remark": said})
        case DataRequestCompleted():
            yield Patch(
                "data_requests", key, {**columns, "completed_on": fact.on, **({"remark": said} if said else {})}
            )
        case _:
            yield Patch("data_requests", key, {**columns, "remark": said})


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    fact = delivered.fact
    return (fact.member,) if isinstance(fact, DataRequestFact) and fact.remark else ()


VIEW = View(
    name="data_requests",
    version=1,
    ddl=_DDL,
    on=(*DATA_REQUEST_FACTS, PersonErased),
    fold=fold,
    people=_people,
    person="member",
    personal=("details", "remark"),
)

# Query ─ read by the member, and by the officers who have to answer

TABLE = Table(name="data_requests", reach=Reach.OF_MEMBER, person="member")
COLUMNS = (
    "request", "version", "member", "body", "kind", "state", "requested_on", "answer_by", "complete_by", "extended",
    "answered_on", "completed_on", "entered_by", "details", "remark",
)  # fmt: skip
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)
ANSWER = frozenset({Role.COMMITTEE_OFFICER, Role.APPROVER})


def for_viewer(viewer: Viewer, *more: Where) -> Query:
    """The own requests; with all that the viewer reaches where the role has to answer them."""
    mine = () if viewer.actor.role in ANSWER else (where("member = {}", viewer.own),)
    return Query(table=TABLE, columns=COLUMNS, where=(*mine, *more))


def by_id(viewer: Viewer, identities: Sequence[UUID]) -> Query:
    """Requests by id."""
    return for_viewer(viewer, where("request = any({}::uuid[])", list(identities)))
