"""Facts as the command line shows them: one line each, without personal values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from services.cli.speech import out
from shared.eventlog.mapper import FactMapper
from shared.eventlog.refusals import FactIsUnreadable, TopicIsUnknown
from shared.eventlog.rows import read_meta
from shared.eventlog.topics import fact_named
from shared.people.concealing import concealed
from shared.vocabulary.facts import Fact

_MAPPER = FactMapper()
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_UNKNOWN, _UNREADABLE = "chủ đề lạ, unknown topic", "không đọc được, unreadable"


class ShownFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact with its place, who caused it and what it says."""

    service: str
    position: int
    stream: UUID
    version: int
    fact: str
    recorded_at: datetime
    actor: str
    command_id: UUID
    says: dict[str, Any]
    known: bool = True
    readable: bool = True


def opened(row: Mapping[str, Any]) -> Fact | None:
    """The fact in a row of the log; None for one whose topic this program does not know, or that cannot be read."""
    try:
        return _MAPPER.decode(row["topic"], row["state"])
    except (TopicIsUnknown, FactIsUnreadable):
        return None


def shown(service: str, row: Mapping[str, Any]) -> ShownFact:
    """A row of the log for the reader; without a fact only the topic: what in it is personal nobody knows."""
    fact, (actor, command_id) = opened(row), _caused(row["meta"])
    return ShownFact(
        service=service,
        position=row["position"],
        stream=row["stream"],
        version=row["version"],
        fact=row["topic"] if fact is None else type(fact).__name__,
        recorded_at=row["recorded_at"],
        actor=actor,
        command_id=command_id,
        says={} if fact is None else concealed(fact),
        known=fact_named(row["topic"]) is not None,
        readable=fact is not None,
    )


def show(facts: Iterable[ShownFact]) -> None:
    """One line a fact."""
    for one in facts:
        at = one.recorded_at.astimezone(_HERE).isoformat(" ", "seconds")
        said = ", ".join(f"{name}={_short(value)}" for name, value in one.says.items() if value not in (None, [], {}))
        place = f"{one.service} {one.position}  {at}  {one.stream} v{one.version}"
        name = one.fact if one.readable else f"⟨{_UNREADABLE if one.known else _UNKNOWN}⟩ {one.fact}"
        out.print(f"{place}  {name}  {said}  [{one.actor}]", markup=False, soft_wrap=True)


def _caused(meta: bytes) -> tuple[str, UUID]:
    try:
        told = read_meta(meta)
    except ValueError:
        return "?", UUID(int=0)
    return told.actor, told.command_id


def _short(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
