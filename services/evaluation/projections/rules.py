"""Quy định về đánh giá - the policy rows that ratings and their cap rest on."""

from collections.abc import Iterable

import msgspec

from services.organization.contracts.facts import PolicySet
from shared.readmodel.remembered import Reads
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered
from shared.vocabulary.policy import PolicyRow

_PREFIX = "eval."
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
    if not isinstance(fact, PolicySet) or not fact.key.startswith(_PREFIX):
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


RULES = View(name="rules", version=1, ddl=_DDL, on=(PolicySet,), fold=_fold)


class RulesInForce:
    """The look-up over the view."""

    def __init__(self, pool: Reads) -> None:
        self._pool = pool

    async def rows(self) -> list[PolicyRow]:
        """All rows; which one is in force is decided by place and date."""
        rows = await self._pool.fetch(
            "select key, organization_code, valid_from, valid_to, value, source, confirmed from rules"
        )
        return [
            PolicyRow(**{**dict(row), "value": msgspec.json.decode(row["value"])})  # columns bear the fields' names
            for row in rows
        ]
