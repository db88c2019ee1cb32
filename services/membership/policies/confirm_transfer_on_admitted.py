"""Phiếu báo khi đã tiếp nhận: inside one deployment nobody types the return notice, the admission confirms itself."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.internal import ConfirmAdmittedTransfer
from services.membership.domain.transfer.facts import GuestAdmitted, TransferAdmitted
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.confirm_transfer_on_admitted"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """A transfer to an external organisation was confirmed with its admission."""
    fact = delivered.fact
    if not isinstance(fact, TransferAdmitted | GuestAdmitted) or fact.external:
        return ()
    return (ConfirmAdmittedTransfer(command_id=command_id(NAME, delivered.id), transfer_id=delivered.aggregate),)


POLICY = Policy(name=NAME, on=(TransferAdmitted, GuestAdmitted), react=react)
