"""Serving: one service as one process, from its first connection to a clean end within five seconds."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Coroutine, Iterable
from functools import partial
from typing import Any

import structlog
import uvloop

from shared.bus.new_keys import KeysHeard
from shared.http import app, logs
from shared.http.serve import serve_app
from shared.http.spans import SpanSender
from shared.runtime.heap import give_back, keep_one_arena
from shared.runtime.opening import opened
from shared.runtime.running import Running
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.runtime.timers import run_timer
from shared.runtime.token_keys import follow_token_keys
from shared.runtime.undone import Undone, undone_finding
from shared.vocabulary.position import Position

log = structlog.get_logger()

_RARELY = (20_000, 20, 50)  # requests leave few cycles: the collector may come rarely

_SHOWN = 1.0  # seconds that the own views have before others are told
_CAUGHT_UP = 8.0  # seconds after which what a start left to catch up with has gone through

_Work = list[tuple[str, Coroutine[Any, Any, None]]]


class PartEnded(RuntimeError):  # noqa: N818 - named as a sentence
    """A part that works for ever has ended: the process ends too, and its supervisor starts it again."""


def run(service: Service, settings: Settings, known: Iterable[Service]) -> None:
    """Serve until SIGTERM; a part that fails ends the process with status 1."""
    logs.configure(service.name)
    keep_one_arena()
    gc.enable()
    gc.set_threshold(*_RARELY)
    try:
        uvloop.run(serve(service, settings, known))
    except PartEnded as ended:
        log.critical("a part ended", name=str(ended), exc_info=ended.__cause__)
        raise SystemExit(1) from None


async def serve(service: Service, settings: Settings, known: Iterable[Service]) -> None:
    """Open the service, answer HTTP, follow, mirror and keep the timers until SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(service, settings, known) as running:
        await _attend(running, stop)


async def _attend(running: Running, stop: asyncio.Event) -> None:
    name, settings = running.service.name, running.settings
    web = asyncio.create_task(serve_app(app.build(running), settings.host, settings.ports[name], stop), name="http")
    parts = [web, *(asyncio.create_task(work, name=part) for part, work in _endless(running))]
    stopped = asyncio.create_task(stop.wait(), name="stop")
    _settle_memory()
    asyncio.get_running_loop().call_later(_CAUGHT_UP, _settle_memory)
    try:
        done, _ = await asyncio.wait([*parts, stopped], return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            _raise_for(done)
    finally:
        stop.set()
        await _end(parts, web)


def _settle_memory() -> None:
    """What the start used is given back; what it made is here to stay."""
    gc.collect()
    gc.freeze()
    give_back()


def _endless(running: Running) -> _Work:
    work: list[tuple[str, Coroutine[Any, Any, None]]] = [
        (follower.name, follower.run()) for follower in running.followers
    ]
    work.append(("token keys", follow_token_keys(running)))
    if running.log is not None:
        work.append(("log", running.log.written()))
    if running.notary is not None:
        work.append(("notary", running.notary.run()))
    if running.database is not None:
        work.append(("database", running.database.run()))
    if running.mirror is not None:
        work.append(("mirror", _mirror(running)))
    if running.keyring is not None and running.person_keys is None:
        work.append(("new keys", KeysHeard(running.broker, running.service.name, running.keyring.hear).run()))
    if running.person_keys is not None:
        work.append(("kek", running.person_keys.follow()))
    if running.settings.otlp:
        work.append(("spans", SpanSender(running.settings.otlp, running.service.name).run()))
    timers = [(timer, Undone(timer.name)) for timer in running.service.timers]
    if timers:
        running.findings.append(partial(undone_finding, [undone for _, undone in timers]))
    work.extend((timer.name, run_timer(timer, running, undone)) for timer, undone in timers)
    return work


async def _mirror(running: Running) -> None:
    """Others hear what stood at the start once it is shown here, or a moment later: both at once made both late.

    A mirror that has forked ends alone: commands and queries go on, and an operator can reach `/republish`.
    """
    assert running.log is not None
    assert running.mirror is not None
    stood = Position(at={running.service.name: running.log.head.sequence})
    await running.positions.wait(stood, _SHOWN)
    await running.mirror.run()
    await asyncio.Event().wait()


def _raise_for(done: "Iterable[asyncio.Task[Any]]") -> None:
    for task in done:
        raise PartEnded(task.get_name()) from task.exception()


async def _end(parts: "list[asyncio.Task[Any]]", web: Awaitable[Any]) -> None:
    """HTTP ends its running requests first; then the rest is cancelled."""
    await asyncio.wait([asyncio.ensure_future(web)], timeout=3.0)
    for task in parts:
        task.cancel()
    await asyncio.gather(*parts, return_exceptions=True)
