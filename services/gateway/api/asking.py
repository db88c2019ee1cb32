"""Asking: from an HTTP request to the context of its resolvers: who asks, in which language, with what scope."""

from dataclasses import dataclass, field, replace
from typing import Any

import asyncpg
from litestar import Request

from services.gateway.about.service_status import Watch
from services.gateway.auditing.duplicate_checks import DuplicateChecks
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.commanding.entering_persons import CountingSender, Entering
from services.gateway.costing.budgets import Budgets
from services.gateway.membership.glass.opened_records import opened_to
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.asked import Asked
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.lanes import Lanes
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.reader import Reader
from services.gateway.reading.streams import Streams
from services.gateway.reading.viewer import Viewer, own_record
from services.gateway.reading.widths import Widths
from services.gateway.refusing.language import preferred
from shared.authority.scope import Scope
from shared.runtime.running import Running
from shared.vocabulary.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every request needs from the running gateway."""

    running: Running
    reading: asyncpg.Pool
    cursor_key: bytes
    audit: ReadAudit
    duplicates: DuplicateChecks
    letters: LetterSeal
    widths: Widths
    budgets: Budgets = field(default_factory=Budgets)
    lanes: Lanes = field(default_factory=Lanes)
    streams: Streams = field(default_factory=Streams)

    def _held(self) -> dict[str, str]:
        """What the followers of this process have parked; nearly always nothing."""
        return {key: kind for follower in self.running.followers for key, kind in follower.held_up.items()}

    def _behind(self) -> dict[str, tuple[str, str]]:
        """The views that stand still, each with whose facts it tells and why; nearly always none."""
        behind = [(follower, kind) for follower in self.running.followers if (kind := follower.behind)]
        return {view: (follower.source, kind) for follower, kind in behind for view in follower.views}

    def actor(self, request: Request[Any, Any, Any]) -> Actor:
        """Who sends it; a typed 401 without a valid token."""
        return self.running.tokens.actor(request.headers.get("authorization"))

    async def asked(self, request: Request[Any, Any, Any]) -> Asked:
        """The context of one request; a typed 401 without a valid token."""
        running, header = self.running, request.headers.get("authorization")
        actor = self.actor(request)
        clock = running.clock
        viewer = Viewer(
            actor=actor,
            today=clock.today(),
            roots=tuple(await Scope(self.reading, clock).roots(actor)),
            own=own_record(actor) or await Scope(self.reading, clock).record_of(actor),
        )
        viewer = replace(viewer, opened=await opened_to(self.reading, viewer, clock.now()))
        lane = self.lanes.of(actor.subject, actor.role)
        reader = Reader(self.reading, viewer, self._held, lane, self.widths.known(), behind=self._behind)
        return Asked(
            viewer=viewer,
            now=clock.now(),
            language=preferred(request.headers.get("accept-language")),
            token=_bearer(header),
            reader=reader,
            cursors=Cursors(self.cursor_key, actor.subject),
            loaders=Loaders(reader),
            positions=running.positions,
            sender=CountingSender(
                running.client, _bearer(header), Entering(checks=self.duplicates, actor=actor, now=clock.now())
            ),
            watch=Watch(client=running.client, positions=running.positions, followers=running.followers),
            audit=self.audit,
            letters=self.letters,
            budgets=self.budgets,
            streams=self.streams,
            again=lambda: self.asked(request),
        )


def _bearer(header: str | None) -> str:
    return (header or "").partition(" ")[2].strip()
