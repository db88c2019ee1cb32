"""Cho có hiệu lực khi phương án được thực hiện: what is not laid down yet, then the effect if its day has come."""

from collections.abc import Iterable
from typing import Any

from services.organization.application.execution import LetRestructuringTakeEffect, StageRestructuring
from services.organization.domain.restructuring.restructuring import RestructuringExecutionStarted
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.days import today_in_viet_nam
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "organization.stage_on_restructuring_execution_started"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """The timer lets a plan of a later day take effect."""
    fact = delivered.fact
    assert isinstance(fact, RestructuringExecutionStarted)
    requests: list[Request] = [
        StageRestructuring(command_id=command_id(NAME, delivered.id, part), restructuring_id=fact.plan, part=part)
        for part in range(fact.laid_down, fact.parts)
    ]
    if fact.effective_on <= today_in_viet_nam(delivered.recorded_at):
        effect = command_id(NAME, delivered.id, "effect")
        requests.append(LetRestructuringTakeEffect(command_id=effect, restructuring_id=fact.plan))
    return requests


POLICY = Policy(name=NAME, on=(RestructuringExecutionStarted,), react=react)
