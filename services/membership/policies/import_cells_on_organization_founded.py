"""Nhập chi bộ khi organization thành lập: a cell, or a body that is not connected, becomes a stream of our log."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.membership.application.internal import FoundedCell, ImportCells
from services.organization.contracts.enums import CELLS
from services.organization.contracts.facts import OrganizationFounded
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.import_cells_on_organization_founded"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """One alone."""
    return gather((delivered,))


def gather(facts: Sequence[Delivered]) -> Iterable[Request]:
    """A whole tree comes in rows of hundreds. Committees of ours are not kept: nobody has a home in them."""
    cells = tuple(_cell(fact) for one in facts if isinstance(fact := one.fact, OrganizationFounded) and _kept(fact))
    if not cells:
        return ()
    return (ImportCells(command_id=command_id(NAME, facts[0].id, facts[-1].sequence), cells=cells),)


def _kept(fact: OrganizationFounded) -> bool:
    return fact.type in CELLS or fact.external


def _cell(fact: OrganizationFounded) -> FoundedCell:
    return FoundedCell(
        organization_id=fact.organization,
        code=fact.code,
        type=fact.type,
        effective_on=fact.effective_on,
        external=fact.external,
    )


POLICY = Policy(name=NAME, on=(OrganizationFounded,), react=react, gather=gather)
