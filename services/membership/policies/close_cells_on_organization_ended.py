"""Đóng chi bộ khi organization cho kết thúc: from then on every command that would place a person there is refused."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.internal import CloseCell
from services.organization.contracts.facts import OrganizationEnded
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.close_cells_on_organization_ended"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """Of an organisation that was never imported, closing records nothing."""
    fact = delivered.fact
    if not isinstance(fact, OrganizationEnded):
        return ()
    return (
        CloseCell(
            command_id=command_id(NAME, delivered.id),
            organization_id=fact.organization,
            effective_on=fact.effective_on,
            successor_id=fact.successor,
        ),
    )


POLICY = Policy(name=NAME, on=(OrganizationEnded,), react=react)
