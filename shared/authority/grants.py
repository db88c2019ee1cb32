"""Roles that accounts hold, with their dates: a view folded from an owner's facts."""

from collections.abc import Iterable
from typing import Any

from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered, Fact

TABLE = "authority_grants"

_DDL = f"""
create table {TABLE} (
    grant_id uuid,
    valid_from date,
    subject text not null,
    role text not null,
    organization uuid not null,
    valid_to date,
    member uuid,  -- whose own record the account reads, where the grant says so
    substitute_for text,  -- the account in whose stead this one acts
    primary key (grant_id, valid_from)
);
create index on {TABLE} (subject, role);
"""

_CLAMP = f"update {TABLE} set valid_to = $2 where grant_id = $1 and (valid_to is null or valid_to > $2)"  # noqa: S608


def grants_view(granted: type[Fact], ended: type[Fact]) -> View:
    """The view over an owner's two facts: a row per span of dates of a grant."""
    folds = {granted: _grant, ended: _end}

    def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
        return folds[type(delivered.fact)](delivered.fact)

    return View(name=TABLE, version=3, ddl=_DDL, on=tuple(folds), fold=fold)


def _grant(fact: Any) -> Iterable[Op]:
    held = {"subject": fact.subject, "role": fact.role, "organization": fact.organization, "valid_to": fact.valid_to}
    held |= {name: getattr(fact, name, None) for name in ("member", "substitute_for")}
    yield Put(TABLE, {"grant_id": fact.grant, "valid_from": fact.valid_from}, held)


def _end(fact: Any) -> Iterable[Op]:
    yield Run(_CLAMP, (fact.grant, fact.valid_to))
