"""The view of restructurings: a plan's state, report and proof, its operations, and which organisations it touches."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Each, Query, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import (
    HandoverAccepted,
    HandoverRefused,
    OperationsAdded,
    RestructuringApproved,
    RestructuringCounted,
    RestructuringDrafted,
    RestructuringExecutionStarted,
    RestructuringFact,
    RestructuringProved,
    RestructuringReverted,
    RestructuringRevoked,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.contracts.restructuring import Operation
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table restructurings (
    plan uuid primary key, ordinal bigint not null, version int not null, state text not null, title text not null,
    effective_on date not null, drafted_by text not null, decision_number text, decision_date date,
    report text, proof text, parts int not null default 0, staged int not null default 0,
    touched uuid[] not null default '{}', handed_over uuid[] not null default '{}', accepted_by text,
    undoable_until date, changed bigint not null default 0
);
create index on restructurings (ordinal);
create index on restructurings (changed);
create table restructurings_operations (plan uuid, number int, body text not null, primary key (plan, number));
"""
_TOUCH = """
update restructurings set touched = touched || array(
    select distinct place from unnest($2::uuid[]) place where not exists (
        select from unnest(touched) known where known = place
    ) order by place
) where plan = $1
"""
_STATES: dict[type[RestructuringFact], str] = {
    RestructuringApproved: "APPROVED",
    RestructuringExecutionStarted: "EXECUTING",
    RestructuringTookEffect: "EXECUTED",
    RestructuringRevoked: "REVOKED",
    HandoverRefused: "REVOKED",
    RestructuringReverted: "UNDONE",
}
_encode = msgspec.json.encode

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Each fact moves the plan on; its rows are another view's (lineage, organizations)."""
    fact = delivered.fact
    assert isinstance(fact, RestructuringFact)
    key = {"plan": fact.plan}
    moved: dict[str, Any] = {"version": delivered.version, "changed": delivered.sequence}
    if state := _STATES.get(type(fact)):
        moved["state"] = state
    match fact:
        case RestructuringDrafted():
            yield Put("restructurings", key, {**moved, **_drafted(fact, delivered)})
        case OperationsAdded():
            yield from _operations(fact)
            yield Run(_TOUCH, (fact.plan, _touched(fact.operations)))
            yield Patch("restructurings", key, {**moved, "report": None})
        case RestructuringApproved():
            kept = {"report": _encode(fact.report).decode(), "handed_over": list(fact.handed_over), "parts": fact.parts}
            yield Patch("restructurings", key, {**moved, **kept})
        case HandoverAccepted():
            yield Patch("restructurings", key, {**moved, "accepted_by": fact.accepted_by})
        case RestructuringTookEffect():
            yield Patch("restructurings", key, {**moved, "undoable_until": fact.undoable_until})
        case RestructuringCounted():
            yield Patch("restructurings", key, {**moved, "report": _encode(fact.report).decode()})
        case RestructuringExecutionStarted():
            yield Patch("restructurings", key, {**moved, "parts": fact.parts})
        case RestructuringStaged():
            left = sorted({row.before.parent for row in fact.rows if row.before and row.before.parent})
            founded = [row.organization for row in fact.rows if row.kind == "FOUNDED"]
            yield Run(_TOUCH, (fact.plan, left + founded))  # who gives an organisation away still reads the plan
            yield Patch("restructurings", key, {**moved, "staged": fact.part + 1})
        case RestructuringProved():
            yield Patch("restructurings", key, {**moved, "proof": _encode(fact.proof).decode()})
        case _:
            yield Patch("restructurings", key, moved)


def _drafted(fact: RestructuringDrafted, delivered: Delivered) -> dict[str, Any]:
    copied = ("title", "effective_on", "drafted_by", "decision_number", "decision_date")
    return {**{name: getattr(fact, name) for name in copied}, "state": "DRAFT", "ordinal": delivered.sequence}


def _operations(fact: OperationsAdded) -> Iterable[Op]:
    for number, operation in enumerate(fact.operations, start=fact.first):
        key = {"plan": fact.plan, "number": number}
        yield Put("restructurings_operations", key, {"body": _encode(operation).decode()})


def _touched(operations: Sequence[Operation]) -> list[Any]:
    places = {place for operation in operations for place in (*operation.sources, *operation.children)}
    receivers = {UUID(one.target) for one in operations if one.target and not one.target.startswith("new:")}
    return sorted(places | receivers)


VIEW = View(
    name="restructurings",
    version=5,
    ddl=_DDL,
    on=(
        RestructuringDrafted,
        OperationsAdded,
        RestructuringCounted,
        RestructuringApproved,
        HandoverAccepted,
        HandoverRefused,
        RestructuringExecutionStarted,
        RestructuringStaged,
        RestructuringTookEffect,
        RestructuringProved,
        RestructuringRevoked,
        RestructuringReverted,
    ),
    fold=fold,
)

# Query

TABLE = Table(name="restructurings", reach=Reach.PLANS, organization="touched", person="drafted_by")
OPERATIONS = Table(name="restructurings_operations", reach=Reach.DIRECTORY)  # read only below a plan that was reached
COLUMNS = (
    "plan", "ordinal", "version", "state", "title", "effective_on", "drafted_by", "decision_number", "decision_date",
    "report", "proof", "parts", "staged", "handed_over", "accepted_by", "undoable_until",
)  # fmt: skip
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)
BY_NUMBER = Order(keys=(("number", "int"),))


def by_id(plans: Sequence[Any]) -> Query:
    """Plans by id, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("plan = any({}::uuid[])", list(plans)),))


def operations(plans: Sequence[Any]) -> Query:
    """The operations of each of several plans."""
    return Query(table=OPERATIONS, columns=("number", "body"), each=Each("plan", plans))


def executed(start: date, end: date) -> Query:
    """Plans that took effect within [start, end] and were not undone, as far as the viewer reaches them."""
    within = where("state = 'EXECUTED' and effective_on >= {} and effective_on <= {}", start, end)
    return Query(
        table=TABLE,
        columns=("plan", "effective_on", "report", "decision_number"),
        where=(within,),
        order_by=("ordinal",),
    )


def founded_as(plan: UUID, key: str) -> UUID:
    """The id of an organisation that a plan founds."""
    return uuid5(plan, f"new:{key}")
