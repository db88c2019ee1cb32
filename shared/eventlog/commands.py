"""Runs commands: handler, commit, receipt. The same commandId always gets the first receipt, whatever happened since.

The handler runs first and the commit tells whether the command was known: an accepted command costs one round trip.
Before a refusal is answered the commandId is looked up, and the states the handler had from memory are compared with
the log, so neither a replay nor another process's commit can lead to a wrong refusal.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from shared.eventlog.append import Tracking
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import ClaimIsTaken, CommandIdWasReused, LogIsBusy, VersionIsStale
from shared.eventlog.session import Session
from shared.eventlog.states import States
from shared.eventlog.turns import Turns
from shared.eventlog.work import Work
from shared.runtime.clock import Clock
from shared.runtime.service import Handler, Service
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Meta
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Receipt, Request

_TRIES = 8
_NOT_BODY = frozenset({"command_id", "min_position"})
_encode = msgspec.json.Encoder(order="sorted").encode


class RequestHasNoHandler(LookupError):  # noqa: N818 - named as a sentence
    """The service was asked something it never said it accepts."""


class _Again(NamedTuple):
    """Someone was quicker: decide once more on fresh states; `stream` is where the race was lost."""

    stream: UUID | None


class _Asked(NamedTuple):
    """A command with all that stays the same over its attempts; `bulk`: on the lane that yields to the others."""

    request: Request
    actor: Actor
    handler: Handler
    look: Any
    digest: bytes
    meta: Meta
    tracking: Tracking | None
    bulk: bool


class Commands:
    """The commands of one service. `positions` tells which foreign sequences this process has seen."""

    def __init__(
        self,
        service: Service,
        log: EventLog,
        clock: Clock,
        look: Any,
        *,
        positions: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        self._handlers = service.handlers
        self._sheet_looks = service.sheet_looks
        self._log = log
        self._look = look
        self._positions = positions
        self.states = States(log)
        self._session = Session(log, self.states, clock, service.publishing)
        self._turns = Turns()

    async def run(
        self,
        request: Request,
        actor: Actor,
        *,
        causation: UUID | None = None,
        correlation: UUID | None = None,
        traceparent: str = "",
        basis: Mapping[str, int] | None = None,
        tracking: Tracking | None = None,
    ) -> Receipt:
        """One command, done once. Raises the handler's refusal, or the log's."""
        self._log.keys.check()
        meta = Meta(
            actor=actor.subject,
            command_id=request.command_id,
            correlation=correlation or request.command_id,
            causation=causation or request.command_id,
            traceparent=traceparent,
            basis=dict(basis) if basis else {},
        )
        return await self._settled(self._asked(request, actor, self._look, meta, tracking))

    async def run_all(
        self, requests: Sequence[Request], actor: Actor, *, traceparent: str = ""
    ) -> list[Receipt | Refusal]:
        """The rows of a sheet, each a command done once, with its own answer; on the lane that yields to the others.

        What the rows ask in common is looked up once. A log that is busy or away fails the call, not a row.
        """
        self._log.keys.check()
        look = await self._sheet_looks[type(requests[0])](requests, actor, self._look)
        asked = [
            self._asked(row, actor, look, _meta_of_row(row, actor, traceparent), None, bulk=True) for row in requests
        ]
        answers = await asyncio.gather(*map(self._settled, asked), return_exceptions=True)
        return [_of_row(answer) for answer in answers]

    def takes_sheets_of(self, request: type[Request]) -> bool:
        """Whether this command may come in sheets."""
        return request in self._sheet_looks

    def _asked(
        self,
        request: Request,
        actor: Actor,
        look: Any,
        meta: Meta,
        tracking: Tracking | None,
        *,
        bulk: bool = False,
    ) -> _Asked:
        digest = self._log.keys.command(_body(request))
        return _Asked(request, actor, self._handler(request), look, digest, meta, tracking, bulk)

    async def _settled(self, asked: _Asked) -> Receipt:
        outcome = await self._try(asked, has_turn=False, last=False)
        for left in reversed(range(_TRIES - 1)):
            if isinstance(outcome, Receipt):
                return outcome
            contested = outcome.stream
            async with self._turns.at(contested):
                outcome = await self._try(asked, has_turn=contested is not None, last=left == 0)
        if isinstance(outcome, Receipt):
            return outcome
        raise LogIsBusy

    def _handler(self, request: Request) -> Handler:
        handler = self._handlers.get(type(request))
        if handler is None:
            raise RequestHasNoHandler(type(request).__qualname__)
        return handler

    async def _try(self, asked: _Asked, *, has_turn: bool, last: bool) -> Receipt | _Again:
        work = Work(self._session, asked.request, asked.actor, {**self._positions(), **asked.meta.basis})
        try:
            return await self._decide_and_commit(asked, work, has_turn=has_turn, last=last)
        except LogIsBusy:
            raise
        except Exception:
            known = await self._known(asked)
            if known is not None:
                return known
            if last or not await self._rested_on_old_states(work):
                raise
            return _Again(None)

    async def _decide_and_commit(self, asked: _Asked, work: Work, *, has_turn: bool, last: bool) -> Receipt | _Again:
        await asked.handler(asked.request, work, asked.look)
        work.check_expected_version()
        if self._turns and not (has_turn or last) and (contested := self._turns.held(work.written())) is not None:
            return _Again(contested)  # only who waits for nothing else waits here, so nobody waits in a circle
        meta = asked.meta
        if work.basis != meta.basis:
            meta = msgspec.structs.replace(meta, basis=work.basis)
        try:
            bulk = asked.bulk or asked.request.BULK
            committed = await self._log.append(work.outcome(meta, asked.digest, asked.tracking), bulk=bulk)
        except VersionIsStale as stale:
            if last:
                raise
            for id in work.looked_at():
                self._session.states.forget(id)
            return _Again(stale.stream)
        except ClaimIsTaken as taken:
            raise work.refusal_for(taken) from taken
        if not committed.replayed:
            work.keep_states()
        return committed.receipt

    async def _known(self, asked: _Asked) -> Receipt | None:
        """Its first receipt; LogIsBusy while an earlier attempt may still come to stand."""
        unresolved = self._log.is_unresolved(asked.request.command_id)  # before the look, or it may end in between
        known = await self._log.receipt_of(asked.request.command_id)
        if known is None:
            if unresolved:
                raise LogIsBusy
            return None
        if not known.is_same(asked.actor.subject, asked.digest):
            raise CommandIdWasReused("commandId")
        return known.receipt

    async def _rested_on_old_states(self, work: Work) -> bool:
        """Whether another process has moved a stream that was decided on from memory; such states are forgotten."""
        looked_at = work.looked_at()
        if not looked_at:
            return False
        actual = await self._log.versions(looked_at)
        moved = [id for id, version in looked_at.items() if actual[id] != version]
        for id in moved:
            self._session.states.forget(id)
        return bool(moved)


def _body(request: Request) -> bytes:
    """What makes two requests the same: name and every field that was given, but for commandId and minPosition."""
    given = {
        field: value
        for field in request.__struct_fields__
        if field not in _NOT_BODY and (value := getattr(request, field)) is not None
    }
    return type(request).__name__.encode() + b"\0" + _encode(given)


def _meta_of_row(request: Request, actor: Actor, traceparent: str) -> Meta:
    return Meta(
        actor=actor.subject,
        command_id=request.command_id,
        correlation=request.command_id,
        causation=request.command_id,
        traceparent=traceparent,
    )


def _of_row(answer: Receipt | BaseException) -> Receipt | Refusal:
    if isinstance(answer, LogIsBusy) or not isinstance(answer, Receipt | Refusal):
        raise answer
    return answer
