"""Cây tổ chức theo ngày - where every organisation stood on a date, and who took over from one that had ended."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from services.evaluation.domain.bodies import Body
from services.organization.contracts.facts import (
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from shared.authority.dated_tree import Column, DatedTree, Told, dated_tree_view
from shared.authority.tree import Plans
from shared.readmodel.remembered import Reads

_TOLD = Told(
    founded=OrganizationFounded,
    reparented=OrganizationReparented,
    ended=OrganizationEnded,
    plans=Plans(
        staged=RestructuringStaged,
        effected=RestructuringTookEffect,
        reverted=RestructuringReverted,
    ),
)
_COLUMNS = (
    Column(
        name="setting",
        definition="text not null default ''",
        read=lambda fact: fact.setting or "",
        staged="coalesce(setting, '')",
    ),
)
_NAMES = ("code", "type", "setting", "founded_on", "stands")
BODIES = dated_tree_view(_TOLD, _COLUMNS, version=2)


class BodiesByDate:
    """The look-up over the view."""

    def __init__(self, pool: Reads) -> None:
        self._tree = DatedTree(pool, _COLUMNS)

    async def chain(self, organization: UUID, on: date) -> tuple[Body, ...]:
        """The organisation (or who took over from it) and all above it as of a date; empty if it is unknown."""
        return (await self.chains([organization], on)).get(organization, ())

    async def chains(self, organizations: Sequence[UUID], on: date) -> dict[UUID, tuple[Body, ...]]:
        """The same for many; unknown ones are absent."""
        found = await self._tree.chains(organizations, on, today=on, from_heir=True)
        kept: dict[UUID, Body] = {}
        return {asked: tuple(_body(row, kept) for row in rows) for asked, rows in found.items()}


def _body(row: asyncpg.Record, kept: dict[UUID, Body]) -> Body:
    """One value for each organisation, however many chains lead through it."""
    id = row["organization"]
    if id not in kept:
        kept[id] = Body(id=id, **{name: row[name] for name in _NAMES})
    return kept[id]
