"""Ghi việc phân bổ: once a plan counts, or counts no more, the members it allocates are told of one part at a time."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.internal import StateAllocations
from services.membership.domain.plan import PlanEnacted, PlanTakenBack
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.state_allocations"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """One commit for each part in which the plan was laid down: after a crash the parts go on where they were."""
    fact = delivered.fact
    assert isinstance(fact, PlanEnacted | PlanTakenBack)
    if fact.plan is None:
        return ()
    return [
        StateAllocations(
            command_id=command_id(NAME, delivered.id, part),
            plan_id=fact.plan,
            part=part,
            last=part == fact.parts[-1],
        )
        for part in fact.parts
    ]


POLICY = Policy(name=NAME, on=(PlanEnacted, PlanTakenBack), react=react, at_once=4)
