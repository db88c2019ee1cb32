"""Quy định về thời hạn - the policy rows that the clocks of a transfer rest on."""

from collections.abc import Iterable

import asyncpg
import msgspec

from services.membership.domain.clocks import KEYS
from services.membership.domain.home_service.catalogue import concerns
from services.organization.contracts.facts import PolicySet
from shared.readmodel.remembered import Reads
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered
from shared.vocabulary.policy import PolicyRow

_DDL = """
create table rules (
    key text not null,
    organization uuid not null,
    valid_from date not null,
    valid_to date,
    organization_code text not null,
    value text not null,  -- JSON
    source text not null,
    confirmed boolean not null,
    primary key (key, organization, valid_from)
);
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact = delivered.fact
    if not isinstance(fact, PolicySet) or not (fact.key in KEYS or concerns(fact.key)):
        return
    key = {"key": fact.key, "organization": fact.organization, "valid_from": fact.valid_from}
    columns = {
        "valid_to": fact.valid_to,
        "organization_code": fact.organization_code,
        "value": msgspec.json.encode(fact.value).decode(),
        "source": fact.source,
        "confirmed": fact.confirmed,
    }
    yield Put("rules", key, columns)


RULES = View(name="rules", version=2, ddl=_DDL, on=(PolicySet,), fold=_fold)


class RulesInForce:
    """The look-up over the view."""

    def __init__(self, pool: Reads) -> None:
        self._pool = pool

    async def rows(self) -> list[PolicyRow]:
        """All rows of the clocks and of service at home; which one is in force is decided by the date of the act."""
        rows = await self._pool.fetch(
            "select key, organization_code, valid_from, valid_to, value, source, confirmed from rules"
        )
        return [_row(row) for row in rows]


def _row(row: asyncpg.Record) -> PolicyRow:
    return PolicyRow(
        key=row["key"],
        organization_code=row["organization_code"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        value=msgspec.json.decode(row["value"]),
        source=row["source"],
        confirmed=row["confirmed"],
    )
