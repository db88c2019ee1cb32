"""Đến ngày hiệu lực; chứng minh bảo toàn - plans whose day has come take effect, plans in effect are proved."""

from collections.abc import Iterable
from operator import itemgetter
from uuid import UUID

import msgspec

from services.organization.application.execution import LetRestructuringTakeEffect, ProveRestructuring, step_id
from services.organization.application.look import Look
from services.organization.domain.restructuring.report import Figures
from shared.runtime.clock import Clock
from shared.runtime.due import Unasked, of_each
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request


async def due(look: Look, clock: Clock) -> Iterable[Request | Unasked]:
    """Read from the register: a plan waits there until it counts, and is unproved until its proof is recorded."""
    waiting = await look.register.waiting(clock.today())
    effects = [
        LetRestructuringTakeEffect(command_id=step_id(plan, "effect"), restructuring_id=plan) for plan in waiting
    ]
    return (*effects, *await of_each(await look.register.unproved(), itemgetter(0), _proof))


async def _proof(unproved: tuple[UUID, str]) -> Request:
    plan, before = unproved
    figures = msgspec.json.decode(before, type=Figures)
    return ProveRestructuring(command_id=step_id(plan, "proof"), restructuring_id=plan, before=figures)


TIMER = Timer(name="organization.finish_restructurings", every_seconds=1.0, due=due)
