"""`lienthong log tail`: the newest facts of the logs, one line each; personal values stay sealed."""

import asyncio
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import connected, services_with_log, settings_of
from services.cli.shown_facts import ShownFact, show, shown
from services.cli.speech import show_json
from services.stack import STACK
from shared.eventlog.topics import register_topics
from shared.runtime.settings import Settings

_NEWEST = """
    select * from (select position, stream, version, topic, state, meta, recorded_at from facts
                   order by position desc limit $1) newest order by position
"""
_AFTER = """
    select position, stream, version, topic, state, meta, recorded_at from facts
    where position > $1 order by position limit 500
"""
_PAUSE = 0.5


def tail(
    *,
    service: Annotated[str | None, Parameter(help="Chỉ một dịch vụ - one service only.")] = None,
    count: Annotated[
        int, Parameter(name=("--count", "-n"), validator=Number(gte=1), help="Bao nhiêu sự kiện - how many facts.")
    ] = 20,
    follow: Annotated[bool, Parameter(name=("--follow", "-f"), negative="", help="Theo dõi tiếp - go on.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Những sự kiện mới nhất - the newest facts. Personal values are shown as ⟨sealed⟩, never in clear."""
    settings = settings_of(data_folder(data))
    register_topics([load() for load in STACK.values()])
    names = [one.name for one in services_with_log(service)]
    newest = asyncio.run(_newest(settings, names, count))
    wanted = newest[-count:]
    if json:
        show_json(wanted)
    else:
        show(wanted)
    if follow:
        asyncio.run(_follow(settings, {name: _last(newest, name) for name in names}))


async def _newest(settings: Settings, names: list[str], count: int) -> list[ShownFact]:
    found: list[ShownFact] = []
    for name in names:
        async with connected(settings, name) as connection:
            found += [shown(name, row) for row in await connection.fetch(_NEWEST, count)]
    return sorted(found, key=lambda fact: fact.recorded_at)


def _last(facts: list[ShownFact], service: str) -> int:
    return max((fact.position for fact in facts if fact.service == service), default=0)


async def _follow(settings: Settings, seen: dict[str, int]) -> None:
    """Until Ctrl-C; a database that goes away ends it with a word."""
    while True:
        for name, position in seen.items():
            async with connected(settings, name) as connection:
                rows = [shown(name, row) for row in await connection.fetch(_AFTER, position)]
            show(rows)
            seen[name] = max([position, *(row.position for row in rows)])
        await asyncio.sleep(_PAUSE)
