"""Timers: deadlines are computed when read; when one has passed, its command is fired."""

import asyncio

import structlog

from shared.http import trace
from shared.runtime.running import Running
from shared.runtime.service import Timer
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal

log = structlog.get_logger()


async def run_timer(timer: Timer, running: Running) -> None:
    """Ask again and again what is due, and do it. A refusal means that it is no longer due; a fault is tried again."""
    actor = Actor(subject=f"policy:{timer.name}", role="service")
    while True:
        try:
            await _fire(timer, running, actor)
        except Exception as fault:  # a timer outlives every fault of one round
            log.error("timer failed", timer=timer.name, exc_info=fault)
        await asyncio.sleep(timer.every_seconds)


async def _fire(timer: Timer, running: Running, actor: Actor) -> None:
    assert running.commands is not None, "only a service with a log has timers"
    for request in await timer.due(running.look, running.clock):
        try:
            with trace.spanned(f"timer {timer.name}", None):  # each deadline is a cause of its own
                await running.commands.run(request, actor, traceparent=trace.traceparent())
        except Refusal as refusal:
            log.info("timer was refused", timer=timer.name, code=refusal.code)
