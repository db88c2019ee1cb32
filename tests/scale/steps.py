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

import msgspec

from services.gateway.reading.ids import ORGANIZATION, uuid_of
from shared.eventlog.migrate import migrate
from shared.testing.stack import Stack
from tests.benchmarks.deployment import lone_postgres
from tests.benchmarks.durable_commands import python, run
from tests.benchmarks.figures import Figure, Figures, plain
from tests.benchmarks.http_caller import CallFailed, HttpCaller
from tests.benchmarks.load import Outcome, outcome
from tests.journeys.conftest import People
from tests.scale.importing import MEMBERS, imported, members

CALLERS = {1: 100, 32: 1_500}
"""Callers → transfers that go all the way."""
ORIGIN, DESTINATION, PAIRS = "79", "82", 16
_COMMUNES = """query($under: ID, $first: Int!) {
  organizations(under: $under, type: DIRECT_SUPERIOR, first: $first) { nodes { id code } } }"""
_LOG_SECONDS = 2.0
_TRIES = 3
"""The same command, by its id, may be sent again."""
_FIRST = "RequestTransfer"
_STEPS = ("ReviewTransfer", "EndorseTransfer", "ReceiveTransfer", "PresentTransfer", "AdmitTransfer")


class _Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of one province and one of another, and who takes each step between them."""

    code: str
    destination: UUID
    doors: dict[str, HttpCaller]


def measure(stack: Stack) -> Figures:
    """Everyone is registered before the clock starts."""
    people = People(stack)
    pairs = _pairs(stack, people)
    wanted = sum(CALLERS.values())
    sheet = list(members(wanted, [pair.code for pair in pairs]))
    officer = people.user("committee_officer", ORIGIN)
    _, accepted = imported(officer, "importMembers", MEMBERS, sheet, command=str(uuid4()), dry_run=False)
    assert accepted == wanted, accepted
    travellers = ((f"{n:06}SG", pairs[n % len(pairs)]) for n in count())  # as `members` spreads them over the cells
    figures: dict[str, Figure] = {}
    for callers, transfers in CALLERS.items():
        took = asyncio.run(_travelled([next(travellers) for _ in range(transfers)], callers))
        figures |= _figures(callers, took, asyncio.run(_log_alone(callers)))
    return figures


def _pairs(stack: Stack, people: People) -> list[_Pair]:
    """Registers of letters run without a gap, so each committee's own is one queue: there are several committees."""
    here, there = (_cells(people, province) for province in (ORIGIN, DESTINATION))
    return [_pair(stack, people, *cells) for cells in zip(here, there, strict=True)]


def _cells(people: People, province: str) -> list[tuple[str, dict[str, Any]]]:
    officer = people.user("committee_officer", province)
    under = officer.ask("query($c: String) { organization(code: $c) { id } }", c=province)["organization"]["id"]
    communes = officer.ask(_COMMUNES, under=under, first=PAIRS)["organizations"]["nodes"]
    body = {"name": "Chi bộ đo tốc độ", "type": "CELL", "setting": "VILLAGE", "effectiveOn": "2025-07-01"}
    made = "organization { id code type }"
    return [
        (one["code"], officer.done("foundOrganization", {**body, "parentId": one["id"]}, made)["organization"])
        for one in communes
    ]


def _pair(stack: Stack, people: People, here: tuple[str, Any], there: tuple[str, Any]) -> _Pair:
    (origin_commune, origin), (commune, destination) = here, there
    takers = (
        people.at(origin), people.at(origin), people.user("committee_officer", origin_commune),
        people.user("committee_officer", commune), people.at(destination), people.at(destination),
    )  # fmt: skip
    doors = {
        step: HttpCaller(stack.url("membership"), user.token)
        for step, user in zip((_FIRST, *_STEPS), takers, strict=True)
    }
    return _Pair(code=origin["code"], destination=uuid_of(destination["id"], ORGANIZATION, "destination"), doors=doors)


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


async def _travelled(travellers: list[tuple[str, _Pair]], callers: int) -> Outcome:
    """Each caller takes one member after the other from cell to cell."""
    waiting, latencies = iter(travellers), list[float]()
    began = time.perf_counter()
    await asyncio.gather(*(_one(waiting, latencies) for _ in range(callers)))
    result = outcome(latencies, time.perf_counter() - began)
    for door in (door for _, pair in travellers for door in pair.doors.values()):
        door.close()
    return result


async def _one(waiting: Iterator[tuple[str, _Pair]], latencies: list[float]) -> None:
    for number, pair in waiting:
        asked = await _timed(pair.doors, _FIRST, _request(number, pair.destination), latencies)
        for step in _STEPS:
            await _timed(pair.doors, step, {"command_id": str(uuid4()), "transfer_id": asked["id"]}, latencies)


async def _timed(doors: dict[str, HttpCaller], step: str, body: dict[str, Any], latencies: list[float]) -> Any:
    before = time.perf_counter()
    for _ in range(_TRIES):
        try:
            answer = await doors[step].post(f"/commands/{step}", body)
        except CallFailed as failed:
            if not str(failed).startswith("connection lost"):  # an idle one that the server has just let go
                raise
        else:
            latencies.append(time.perf_counter() - before)
            return answer
    raise CallFailed(f"{step}: no connection lasts")


def _request(number: str, destination: UUID) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "file_number": number,
        "kind": "OFFICIAL",
        "reason": "CHANGE_OF_WORK",
        "destination_id": str(destination),
        "effective_on": "2026-11-02",
    }
