"""One page of the feed: the sources' pages merged in each log's order; resumable anywhere, even within one fact."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.gateway.changes.sources import SOURCES, ChangeKind, Source
from services.gateway.reading.asked import Asked
from services.gateway.reading.pages import checked_size
from services.gateway.reading.streams import STRETCH
from shared.vocabulary.position import Position, PositionIsUnreadable

_LAST = UUID(int=2**128 - 1)


@dataclass(frozen=True, order=True)
class Changed:
    """One thing that changed, and where in its log."""

    place: int
    thing: UUID
    kind: ChangeKind
    gone: bool = False


@dataclass(frozen=True)
class Page:
    """What changed, the position to read on from, and whether there is more already."""

    changes: list[Changed]
    position: Position
    more: bool


async def page(asked: Asked, after: Position, first: int) -> Page:
    """The first changes behind a position, each thing once, as it stands now.

    Only what every view of a source shows is read, so that nothing that comes later is passed over; and no more than a
    stretch of each log, so that a page costs as little where nothing concerns the viewer: it may be empty, with more.
    """
    left = checked_size(first)
    shown = asked.positions.vector()
    at, within, found, more = dict(after.at), dict(after.within), [], False
    for service, sources in SOURCES.items():
        place = at.get(service, 0)
        until = max(shown.at.get(service, 0), place)
        seen = min(until, place + STRETCH)
        changed = await _of(asked, sources, (place, _within(after.within, service)), seen, left + 1)
        taken, rest = changed[:left], len(changed) > left
        found, left, more = found + taken, left - len(taken), more or rest or seen < until
        if not rest:
            at[service] = seen
            within.pop(service, None)
        elif taken:
            at[service], within[service] = taken[-1].place, str(taken[-1].thing)
    return Page(_once(found), Position(at=at, epochs=shown.epochs, within=within), more)


async def _of(
    asked: Asked, sources: Iterable[Source], after: tuple[int, UUID], until: int, first: int
) -> list[Changed]:
    """A service's first changes. Who left is gone only if the viewer does not reach him elsewhere."""

    async def of_kind(source: Source) -> list[Changed]:
        rows = await asked.reader.rows(source.changed(after, until, first))
        return [Changed(row["place"], row["thing"], source.kind, source.gone) for row in rows]

    changed = sorted(one for rows in await asyncio.gather(*map(of_kind, sources)) for one in rows)
    there = {(one.place, one.thing) for one in changed if not one.gone}
    return [one for one in changed if not one.gone or (one.place, one.thing) not in there][:first]


def _once(changes: list[Changed]) -> list[Changed]:
    """Of several changes of one thing the last."""
    last = {one.thing: one for one in changes}
    return [one for one in changes if last[one.thing] is one]


def _within(within: Mapping[str, str], service: str) -> UUID:
    try:
        return UUID(within[service]) if service in within else _LAST
    except ValueError as error:
        raise PositionIsUnreadable("after") from error
