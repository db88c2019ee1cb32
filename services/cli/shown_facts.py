"""Facts as the command line shows them: one line each, without personal values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from services.cli.speech import out
from shared.eventlog.mapper import FactMapper
from shared.eventlog.rows import read_meta
from shared.people.concealing import concealed
from shared.vocabulary.facts import Fact

_MAPPER = FactMapper()
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


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


def opened(row: Mapping[str, Any]) -> Fact:
    """The fact in a row of the log."""
    return _MAPPER.decode(row["topic"], row["state"])


def shown(service: str, row: Mapping[str, Any]) -> ShownFact:
    """A row of the log for the reader."""
    fact, meta = opened(row), read_meta(row["meta"])
    return ShownFact(
        service=service,
        position=row["position"],
        stream=row["stream"],
        version=row["version"],
        fact=type(fact).__name__,
        recorded_at=row["recorded_at"],
        actor=meta.actor,
        command_id=meta.command_id,
        says=concealed(fact),
    )


def show(facts: Iterable[ShownFact]) -> None:
    """One line a fact."""
    for one in facts:
        at = one.recorded_at.astimezone(_HERE).isoformat(" ", "seconds")
        said = ", ".join(f"{name}={_short(value)}" for name, value in one.says.items() if value not in (None, [], {}))
        place = f"{one.service} {one.position}  {at}  {one.stream} v{one.version}"
        out.print(f"{place}  {one.fact}  {said}  [{one.actor}]", markup=False, soft_wrap=True)


def _short(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
