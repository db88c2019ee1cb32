"""Đến ngày hiệu lực; chứng minh bảo toàn - plans whose day has come take effect, plans in effect are proved."""

from collections.abc import Iterable

from services.organization.application.execution import LetRestructuringTakeEffect, ProveRestructuring, step_id
from services.organization.application.look import Look
from shared.runtime.clock import Clock
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request


async def due(look: Look, clock: Clock) -> Iterable[Request]:
    """Read from the register: a plan waits there until it counts, and is unproved until its proof is recorded."""
    waiting = await look.register.waiting(clock.today())
    unproved = await look.register.unproved()
    effects = [
        LetRestructuringTakeEffect(command_id=step_id(plan, "effect"), restructuring_id=plan) for plan in waiting
    ]
    proofs = [
        ProveRestructuring(command_id=step_id(plan, "proof"), restructuring_id=plan, before=before)
        for plan, before in unproved
    ]
    return (*effects, *proofs)


TIMER = Timer(name="organization.finish_restructurings", every_seconds=1.0, due=due)
