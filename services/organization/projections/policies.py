"""Quy định hiện có - which value of a rule is in force for an organisation on a date."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import asyncpg
import msgspec

from services.organization.domain.policy import PolicySet
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered
from shared.vocabulary.policy import PolicyRow, resolve

TABLE = "policies"

_DDL = f"""
create table {TABLE} (
    key text,
    organization_code text,
    valid_from date,
    valid_to date,
    value text not null,  -- JSON
    source text not null,
    confirmed boolean not null,
    primary key (key, organization_code, valid_from)
);
"""

_EVERYWHERE = f"""
select key, organization_code, valid_from, valid_to, value, source, confirmed from {TABLE} where key = $1
"""  # noqa: S608 - the table's name is a literal
_UPWARD = f"{_EVERYWHERE} and organization_code = any($2)"


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact = delivered.fact
    assert isinstance(fact, PolicySet)
    key = {"key": fact.key, "organization_code": fact.organization_code, "valid_from": fact.valid_from}
    value = msgspec.json.encode(fact.value).decode()
    told = {"valid_to": fact.valid_to, "value": value, "source": fact.source, "confirmed": fact.confirmed}
    yield Put(TABLE, key, told)


POLICIES = View(name=TABLE, version=1, ddl=_DDL, on=(PolicySet,), fold=_fold)


class RulesInForce:
    """The query beside the fold."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def value(self, key: str, lineage: Sequence[str], on: date) -> Any | None:
        """The value for an organisation (codes from itself up to the root) on a date; None if there is none."""
        rows = [_row(row) for row in await self._pool.fetch(_UPWARD, key, list(lineage))]
        row = resolve(rows, key, lineage, on)
        return row and row.value

    async def everywhere(self, key: str, on: date) -> dict[str, Any]:
        """The values in force on a date, by the code of the organisation that each was set for."""
        rows = [_row(row) for row in await self._pool.fetch(_EVERYWHERE, key)]
        found = {row.organization_code: resolve(rows, key, (row.organization_code,), on) for row in rows}
        return {code: row.value for code, row in found.items() if row is not None}


def _row(row: asyncpg.Record) -> PolicyRow:
    return PolicyRow(**{**row, "value": msgspec.json.decode(row["value"])})
