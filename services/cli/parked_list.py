"""`lienthong parked list`: the facts that a follower could not take, and what waits behind them."""

import asyncio
from typing import Annotated

import msgspec
from cyclopts import Parameter

from services.cli.calling import calling
from services.cli.options import AsJson, Data, data_folder
from services.cli.reaching import settings_of
from services.cli.speech import say, show_json
from services.stack import STACK
from shared.http.mending_pages import ParkedPage
from shared.runtime.settings import Settings


def list(
    *,
    service: Annotated[str | None, Parameter(help="Chỉ một dịch vụ - one service only.")] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Sự kiện đang tạm gác - what waits, by follower. Exit code 1 while anything does."""
    found = asyncio.run(waiting(settings_of(data_folder(data)), service))
    if json:
        show_json(found)
    else:
        _show(found)
    raise SystemExit(int(any(page.parked[name] for page in found.values() for name in page.parked)))


async def waiting(settings: Settings, only: str | None) -> dict[str, ParkedPage]:
    """What the followers of each service have set aside."""
    async with calling(settings) as client:
        return {
            name: msgspec.json.decode(await client.read(name, "/parked"), type=ParkedPage)
            for name in STACK
            if only in (None, name)
        }


def _show(found: dict[str, ParkedPage]) -> None:
    followers = {name: facts for page in found.values() for name, facts in page.parked.items()}
    for name, facts in followers.items():
        keys = len({fact.key for fact in facts})
        say(f"{name}: {len(facts)} sự kiện của {keys} khóa", f"{name}: {len(facts)} facts of {keys} keys")
        for fact in facts:
            line = f"    {fact.sequence}  {fact.kind or 'id'} {fact.key}  {fact.topic}: {fact.reason}"
            say(line, line)
