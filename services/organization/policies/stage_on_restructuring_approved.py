"""Ghi từng phần khi phương án được duyệt: its rows one part after the other, so that its day costs one small fact."""

from collections.abc import Iterable
from typing import Any

from services.organization.application.execution import StageRestructuring
from services.organization.domain.restructuring.restructuring import RestructuringApproved
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "organization.stage_on_restructuring_approved"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """Of a plan that is revoked or refused meanwhile, the parts that are left record nothing."""
    fact = delivered.fact
    assert isinstance(fact, RestructuringApproved)
    return [
        StageRestructuring(command_id=command_id(NAME, delivered.id, part), restructuring_id=fact.plan, part=part)
        for part in range(fact.parts)
    ]


POLICY = Policy(name=NAME, on=(RestructuringApproved,), react=react)
