"""Steps of transfers over HTTP at 1 and 32 callers: from the request to the admission, held against the log alone.

The services run as an operator starts them, with broker, followers and gateway beside them; each step is a command with
a token, its policy, its rules, its claims and its published fact. The log's own rate is measured in the same run, with
nothing beside it: what is between the two is what the rules, the look-ups, HTTP and the readers of the facts cost.
"""

import asyncio
import time
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from services.gateway.reading.ids import ORGANIZATION, uuid_of
from shared.eventlog.migrate import migrate
from shared.testing.stack import Stack
from tests.benchmarks.deployment import lone_postgres
from tests.benchmarks.durable_commands import python, run
from tests.benchmarks.figures import Figure, Figures, plain
from tests.benchmarks.http_caller import HttpCaller
from tests.benchmarks.load import Outcome, outcome
from tests.journeys.conftest import People, Scene
from tests.scale.importing import MEMBERS, imported, members

CALLERS = {1: 100, 32: 1_500}
"""Callers → transfers that go all the way."""
_LOG_SECONDS = 2.0
_FIRST = "RequestTransfer"
_STEPS = ("ReviewTransfer", "EndorseTransfer", "ReceiveTransfer", "PresentTransfer", "AdmitTransfer")


def measure(stack: Stack) -> Figures:
    """Everyone is registered before the clock starts."""
    scene = Scene(People(stack))
    wanted = sum(CALLERS.values())
    officer = scene.people.user("committee_officer", "79")
    sheet = list(members(wanted, [scene.origin["code"]]))
    _, accepted = imported(officer, "importMembers", MEMBERS, sheet, command=str(uuid4()), dry_run=False)
    assert accepted == wanted, accepted
    numbers, figures = (f"{n:06}SG" for n in count()), dict[str, Figure]()
    for callers, transfers in CALLERS.items():
        took = asyncio.run(_travelled(stack, scene, [next(numbers) for _ in range(transfers)], callers))
        figures |= _figures(callers, took, asyncio.run(_log_alone(callers)))
    return figures


def _figures(callers: int, steps: Outcome, log: Outcome) -> Figures:
    name = f"transfer steps over HTTP at {callers} callers"
    ratio = round(steps.per_second / log.per_second, 3)
    rate = Figure(
        value=round(steps.per_second, 1), unit="/s", against={"the log alone": round(log.per_second, 1)}, ratio=ratio
    )
    latencies = {f"{name}, p50": plain(steps.p50_ms, "ms"), f"{name}, p99": plain(steps.p99_ms, "ms")}
    return {name: rate, **latencies}


async def _log_alone(callers: int) -> Outcome:
    """The same number of callers on a log of its own, in a process of its own."""
    with lone_postgres() as (server, _):
        await migrate(server.dsn("lienthong"), "membership", server.password)
        dsn = server.dsn("lienthong", "membership", server.password)
        return await asyncio.to_thread(run, python("log_commands", dsn, str(callers), str(_LOG_SECONDS)))


async def _travelled(stack: Stack, scene: Scene, file_numbers: list[str], callers: int) -> Outcome:
    """Each caller takes one member after the other from cell to cell."""
    doors = _doors(stack, scene)
    waiting, latencies = iter(file_numbers), list[float]()
    began = time.perf_counter()
    await asyncio.gather(*(_one(doors, waiting, scene, latencies) for _ in range(callers)))
    result = outcome(latencies, time.perf_counter() - began)
    for door in doors.values():
        door.close()
    return result


def _doors(stack: Stack, scene: Scene) -> dict[str, HttpCaller]:
    """For each step a caller with the token of whoever takes it."""
    origin, destination = scene.people.at(scene.origin), scene.people.at(scene.destination)
    here, there = (scene.people.user("committee_officer", code) for code in ("79.26740", "82.29869"))
    takers = dict(zip((_FIRST, *_STEPS), (origin, origin, here, there, destination, destination), strict=True))
    return {step: HttpCaller(stack.url("membership"), user.token) for step, user in takers.items()}


async def _one(doors: dict[str, HttpCaller], waiting: Iterator[str], scene: Scene, latencies: list[float]) -> None:
    destination = uuid_of(scene.destination["id"], ORGANIZATION, "destination")
    for number in waiting:
        asked = await _timed(doors, _FIRST, _request(number, destination), latencies)
        for step in _STEPS:
            await _timed(doors, step, {"command_id": str(uuid4()), "transfer_id": asked["id"]}, latencies)


async def _timed(doors: dict[str, HttpCaller], step: str, body: dict[str, Any], latencies: list[float]) -> Any:
    before = time.perf_counter()
    answer = await doors[step].post(f"/commands/{step}", body)
    latencies.append(time.perf_counter() - before)
    return answer


def _request(number: str, destination: UUID) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "file_number": number,
        "kind": "OFFICIAL",
        "reason": "CHANGE_OF_WORK",
        "destination_id": str(destination),
        "effective_on": "2026-11-02",
    }
