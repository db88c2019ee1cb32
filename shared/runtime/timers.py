"""Timers: deadlines are computed when read; when one has passed, its command is fired."""

import asyncio

from shared.eventlog.refusals import VersionIsStale
from shared.http import trace
from shared.runtime.due import Unasked, heals
from shared.runtime.running import Running
from shared.runtime.service import Timer
from shared.runtime.undone import Undone
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request


async def run_timer(timer: Timer, running: Running, undone: Undone) -> None:
    """Ask again and again what is due, and do it. A refusal means that it is no longer due; a fault is tried again."""
    actor = Actor(subject=f"policy:{timer.name}", role="service")
    while True:
        try:
            await _fire(timer, running, actor, undone)
        except Exception as fault:  # noqa: BLE001 - a timer outlives every fault of one round
            undone.round_ended(fault)
        await asyncio.sleep(timer.every_seconds)


async def _fire(timer: Timer, running: Running, actor: Actor, undone: Undone) -> None:
    """One round. What cannot be done for one thing is left to the next round, and the other things are done."""
    due = list(await timer.due(running.look, running.clock))
    for one in undone.in_order(due):
        if isinstance(one, Unasked):
            undone.failed(one, one.error)
            continue
        try:
            await _ask(timer, one, running, actor)
            undone.done(one)
        except Exception as error:
            if isinstance(error, Refusal) and error.status < 500 and not isinstance(error, VersionIsStale):
                undone.refused(one, error)
                continue
            undone.failed(one, error)
            if heals(error):  # it would be the same with all the others, and each would take its time
                raise
    undone.round_done(due)


async def _ask(timer: Timer, request: Request, running: Running, actor: Actor) -> None:
    assert running.commands is not None, "only a service with a log has timers"
    with trace.spanned(f"timer {timer.name}", None):  # each deadline is a cause of its own
        await running.commands.run(request, actor, traceparent=trace.traceparent())
