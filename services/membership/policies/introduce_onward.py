"""Giới thiệu tiếp: whom a plan has placed in its holding cell is introduced to where they live, at once."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.internal import IntroduceOnward
from services.membership.domain.member_facts import MemberPlacedByPlan
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.introduce_onward"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """A plan that is undone places members too, and introduces nobody."""
    fact = delivered.fact
    if not isinstance(fact, MemberPlacedByPlan) or fact.onward is None:
        return ()
    request = IntroduceOnward(
        command_id=command_id(NAME, delivered.id),
        plan_id=fact.plan,
        member_id=delivered.aggregate,
        destination_id=fact.onward,
    )
    return (request,)


POLICY = Policy(name=NAME, on=(MemberPlacedByPlan,), react=react)
