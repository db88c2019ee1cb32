"""Nhập chi bộ khi organization thành lập: a cell, or a body that is not connected, becomes a stream of our log."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.internal import ImportCell
from services.organization.contracts.enums import CELLS
from services.organization.contracts.facts import OrganizationFounded
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.import_cells_on_organization_founded"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """Committees of ours are not kept: nobody has a home in them."""
    fact = delivered.fact
    if not isinstance(fact, OrganizationFounded) or not (fact.type in CELLS or fact.external):
        return ()
    return (
        ImportCell(
            command_id=command_id(NAME, delivered.id),
            organization_id=fact.organization,
            code=fact.code,
            type=fact.type,
            effective_on=fact.effective_on,
            external=fact.external,
        ),
    )


POLICY = Policy(name=NAME, on=(OrganizationFounded,), react=react)
