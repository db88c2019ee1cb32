"""The view of restructurings: a plan's state, report and proof, its operations, and which organisations it touches."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Each, Query, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import (
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
    touched uuid[] not null default '{}'
);
create index on restructurings (ordinal);
create table restructurings_operations (plan uuid, number int, body text not null, primary key (plan, number));
"""
_TOUCH = "update restructurings set touched = touched || $2::uuid[] where plan = $1"
_STATES: dict[type[RestructuringFact], str] = {
    RestructuringApproved: "APPROVED",
    RestructuringExecutionStarted: "EXECUTING",
    RestructuringTookEffect: "EXECUTED",
    RestructuringRevoked: "REVOKED",
    RestructuringReverted: "UNDONE",
}
_encode = msgspec.json.encode

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Each fact moves the plan on; its rows are another view's (lineage, organizations)."""
    fact = delivered.fact
    assert isinstance(fact, RestructuringFact)
    key = {"plan": fact.plan}
    moved: dict[str, Any] = {"version": delivered.version}
    if state := _STATES.get(type(fact)):
        moved["state"] = state
    match fact:
        case RestructuringDrafted():
            yield Put("restructurings", key, {**moved, **_drafted(fact, delivered)})
        case OperationsAdded():
            yield from _operations(fact)
            yield Run(_TOUCH, (fact.plan, _touched(fact.operations)))
            yield Patch("restructurings", key, {**moved, "report": None})
        case RestructuringCounted() | RestructuringApproved():
            yield Patch("restructurings", key, {**moved, "report": _encode(fact.report).decode()})
        case RestructuringExecutionStarted():
            yield Patch("restructurings", key, {**moved, "parts": fact.parts})
        case RestructuringStaged():
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
    return sorted({source for operation in operations for source in (*operation.sources, *operation.children)})


VIEW = View(
    name="restructurings",
    version=1,
    ddl=_DDL,
    on=(
        RestructuringDrafted,
        OperationsAdded,
        RestructuringCounted,
        RestructuringApproved,
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
    "report", "proof", "parts", "staged",
)  # fmt: skip
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)
BY_NUMBER = Order(keys=(("number", "int"),))


def by_id(plans: Sequence[Any]) -> Query:
    """Plans by id, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("plan = any({}::uuid[])", list(plans)),))


def operations(plans: Sequence[Any]) -> Query:
    """The operations of each of several plans."""
    return Query(table=OPERATIONS, columns=("number", "body"), each=Each("plan", plans))
