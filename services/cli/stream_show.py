"""`lienthong stream show`: the history of one thing, and its state as of a position or an instant."""

import asyncio
from datetime import datetime
from functools import reduce
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from cyclopts import Parameter

from services.cli.identity import ThingId
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import connected, services_with_log, settings_of
from services.cli.shown_facts import ShownFact, opened, shown
from services.cli.shown_facts import show as show_facts
from services.cli.speech import leave, out, say, show_json
from services.stack import STACK
from shared.eventlog.topics import register_topics
from shared.people.concealing import concealed
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.vocabulary.facts import Fact

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_DIGITS = 19  # of a position, which fits into 64 bits
_HISTORY = """
    select position, stream, version, topic, state, meta, recorded_at from facts
    where stream = $1 and position <= coalesce($2, position) and recorded_at <= coalesce($3, recorded_at)
    order by version
"""


class History(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one stream up to a place, and the state that they make; None if one of them cannot be read."""

    service: str
    kind: str
    stream: UUID
    version: int
    facts: list[ShownFact]
    state: dict[str, Any] | None


def show(
    stream: ThingId,
    *,
    at: Annotated[str | None, Parameter(help="Vị trí hoặc thời điểm ISO - a position or an ISO instant.")] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Lịch sử và trạng thái của một đối tượng - the history and state of one thing, now or as of then."""
    settings = settings_of(data_folder(data))
    position, instant = _place(at)
    register_topics([load() for load in STACK.values()])
    history = asyncio.run(_history(settings, stream, position, instant))
    if history is None and at is None:
        leave(f"Không có {stream} trong sổ nào.", f"There is no {stream} in any log.")
    if history is None:
        leave(f"Không có {stream} ở thời điểm này.", f"There was no {stream} then.")
    if json:
        show_json(history)
        return
    show_facts(history.facts)
    out.print(f"{history.kind} v{history.version}", markup=False)
    if history.state is None:
        say(
            "Không dựng được trạng thái: có sự kiện không rõ loại hoặc không đọc được; xem lienthong log verify.",
            "There is no state to show: one of the facts is unknown or cannot be read; see lienthong log verify.",
        )
    else:
        out.print_json(data=history.state)


def _place(at: str | None) -> tuple[int | None, datetime | None]:
    if at is None or (at.isdecimal() and len(at) < _DIGITS):
        return (None if at is None else int(at)), None
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        leave(f"Không đọc được --at {at}: số vị trí hoặc 2026-07-01T08:00", f"--at {at} is no position and no time")
    return None, instant if instant.tzinfo else instant.replace(tzinfo=_HERE)


async def _history(settings: Settings, stream: UUID, position: int | None, instant: datetime | None) -> History | None:
    for service in services_with_log():
        async with connected(settings, service.name) as connection:
            rows = await connection.fetch(_HISTORY, stream, position, instant)
        if rows:
            facts = [opened(row) for row in rows]
            kind, state = _folded(service, facts)
            return History(
                service=service.name,
                kind=kind,
                stream=stream,
                version=rows[-1]["version"],
                facts=[shown(service.name, row) for row in rows],
                state=state,
            )
    return None


def _folded(service: Service, facts: list[Fact | None]) -> tuple[str, dict[str, Any] | None]:
    known = [fact for fact in facts if fact is not None]
    kind = next((kind for kind in service.streams if known and isinstance(known[0], kind.facts)), None)
    if kind is None or len(known) < len(facts):
        return "?" if kind is None else kind.name, None
    return kind.name, concealed(reduce(kind.evolve, known, kind.initial))
