"""Cây tổ chức theo ngày - where every organisation stood on a date: what routes are computed from."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.membership.domain.route import Body
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
_COLUMNS = (Column(name="external", definition="boolean not null default false", read=lambda fact: fact.external),)
BODIES = dated_tree_view(_TOLD, _COLUMNS, version=3)


class BodiesByDate:
    """The look-up over the view."""

    def __init__(self, pool: Reads) -> None:
        self._tree = DatedTree(pool, _COLUMNS)

    async def chain(self, organization: UUID, on: date, today: date) -> tuple[Body, ...]:
        """The organisation and all above it as of a date; empty if it is unknown, cut short where it did not stand."""
        names = ("code", "type", "external", "stands")
        return tuple(
            Body(id=row["organization"], **{name: row[name] for name in names})
            for row in await self._tree.chain(organization, on, today=today, from_heir=False)
        )

    async def heirs(self, organizations: Sequence[UUID], today: date) -> Mapping[UUID, tuple[UUID, str]]:
        """Each organisation, or what has succeeded it by today, with its type."""
        return await self._tree.heirs(organizations, today)
