"""`lienthong parked retry`: apply what waits, in order, once the code can take it."""

import asyncio
from typing import Annotated

import msgspec
from cyclopts import Parameter

from services.cli.calling import calling
from services.cli.options import AsJson, Data, data_folder
from services.cli.parked_list import waiting
from services.cli.reaching import settings_of
from services.cli.speech import say, show_json
from shared.http.client import ServiceClient
from shared.http.mending_pages import AskRetry
from shared.runtime.settings import Settings
from shared.vocabulary.mending import Retried


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the retry of one follower came to."""

    applied: int
    waiting: int


def retry(
    *,
    service: Annotated[str | None, Parameter(help="Chỉ một dịch vụ - one service only.")] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Áp dụng lại theo thứ tự - try everything that waits again. Exit code 1 when something still waits."""
    done = asyncio.run(_retry(settings_of(data_folder(data)), service))
    if json:
        show_json(done)
    elif not done:
        say("Không có gì đang chờ.", "Nothing waits.")
    else:
        for name, outcome in done.items():
            say(
                f"{name}: đã áp dụng {outcome.applied}, còn chờ {outcome.waiting}",
                f"{name}: {outcome.applied} applied, {outcome.waiting} still wait",
            )
    raise SystemExit(int(any(outcome.waiting for outcome in done.values())))


async def _retry(settings: Settings, only: str | None) -> dict[str, Outcome]:
    found = await waiting(settings, only)
    async with calling(settings, patience=60) as client:
        done: dict[str, Outcome] = {}
        for service, page in found.items():
            for follower in (name for name, facts in page.parked.items() if facts):
                done[follower] = await _through(client, service, follower)
        return done


async def _through(client: ServiceClient, service: str, follower: str) -> Outcome:
    applied, after = 0, 0
    while True:
        asked = AskRetry(follower=follower, after=after)
        page = msgspec.json.decode(await client.send(service, "/parked/retry", asked), type=Retried)
        applied += page.applied
        if page.after is None:
            return Outcome(applied=applied, waiting=page.waiting)
        after = page.after
