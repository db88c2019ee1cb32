"""Asked: one GraphQL request, what every resolver gets as `info.context`."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

import msgspec
import strawberry
from graphql import DocumentNode
from strawberry.litestar import BaseContext

from services.gateway.auditing.looks import Looks
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.commanding.sender import Sender
from services.gateway.costing.budgets import Budgets
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.reader import Reader
from services.gateway.reading.streams import Streams
from services.gateway.reading.viewer import Viewer
from services.gateway.refusing.language import Language
from shared.bus.positions import Positions
from shared.http.refusals import PositionNotReachedYet
from shared.http.trace import trace_id
from shared.vocabulary.position import Position

WAIT_SECONDS = 5.0


class Asked(BaseContext, kw_only=True):
    """Một yêu cầu - the viewer, the reader, the loaders, the language, and what was hidden so far."""

    viewer: Viewer
    now: datetime
    language: Language
    token: str
    reader: Reader
    cursors: Cursors
    loaders: Loaders
    positions: Positions
    sender: Sender
    watch: Any
    audit: ReadAudit
    letters: LetterSeal
    looks: Looks = msgspec.field(default_factory=Looks)
    budgets: Budgets = msgspec.field(default_factory=Budgets)
    document: DocumentNode | None = None
    cost: dict[str, Any] | None = None
    masked: list[dict[str, Any]] = msgspec.field(default_factory=list)
    retry_later: bool = False
    streams: Streams = msgspec.field(default_factory=Streams)
    again: Callable[[], Awaitable["Asked"]] | None = None

    @property
    def today(self) -> date:
        """The civil date in Viet Nam."""
        return self.viewer.today

    async def reach(self, position: str | None) -> None:
        """Wait until the gateway's own views show what the client has written; bounded."""
        if position and not await self.positions.wait(Position.decode(position), timeout=WAIT_SECONDS):
            raise PositionNotReachedYet("minPosition")

    async def put_on_record(self) -> None:
        """Every look at a person so far is written down; no answer leaves before."""
        looks = self.looks.all_for(self.viewer.opened)
        await self.audit.record(self.viewer.actor, looks, trace=trace_id(), at=self.now)

    async def renew(self) -> None:
        """The same question of the same client, with token, scope and clock as they are now; nothing is remembered."""
        now = await self.again() if self.again is not None else self
        self.viewer, self.now, self.reader = now.viewer, now.now, now.reader
        self.loaders, self.looks, self.masked = Loaders(now.reader), Looks(), []

    @property
    def price(self) -> int:
        """What the operation may cost at most, once it has been priced."""
        return self.cost["requestedQueryCost"] if self.cost else 0

    def position(self, source: str, sequence: int) -> str:
        """A place in one service's log, as clients get it."""
        epochs = self.positions.vector().epochs
        return Position(at={source: sequence}, epochs={source: epochs[source]} if source in epochs else {}).encode()

    def mask(self, info: strawberry.Info, reason: str) -> None:
        """A field stays null: say why, under extensions.masked."""
        self.masked.append({"path": info.path.as_list(), "reason": reason})


Info = strawberry.Info[Asked, None]
