"""Our side: durable commands through the event log with everything on, from concurrent tasks of one process.

Each command writes a new stream expected absent, guards the version of a cell's stream, claims a unique key, is
remembered by its commandId with its receipt, tells one published fact to the outbox and is sealed into the hash chain.
Encoding is inside the clock. Started as a process of its own:
python -m tests.benchmarks.log_commands DSN CONCURRENT SECONDS
"""

import asyncio
import random
import sys
import time
from datetime import date
from uuid import UUID

import uvloop

from services.membership.contracts import facts as told
from shared.eventlog.append import Append, Claim, Write
from shared.eventlog.log import EventLog
from shared.runtime.clock import SystemClock
from shared.vocabulary.facts import Fact, Meta
from tests.benchmarks.load import Deadline, outcome, report, settle

MOST_CALLS = 400_000
CELLS = 64
SERVICE = "membership"
TODAY = date(2026, 11, 21)
DIGEST = bytes(range(32))


class TransferAsked(Fact, frozen=True, kw_only=True):
    """The own fact: as much as the peer's event holds."""

    TOPIC = "vn.lienthong.benchmark.TransferAsked.v1"
    member: UUID
    origin: UUID
    destination: UUID
    reason: str
    decision_number: str
    effective_on: date
    requested_by: str


async def main(dsn: str, concurrent: int, seconds: float) -> None:
    """Append from `concurrent` tasks until the time is up."""
    log = await EventLog.open(dsn, service=SERVICE, clock=SystemClock(), secret=b"b" * 32)
    cells = [an_id() for _ in range(CELLS)]
    await asyncio.gather(*(log.append(command(cell, ())) for cell in cells))
    settle()
    latencies: list[float] = []
    started = time.perf_counter()
    deadline = Deadline(seconds, MOST_CALLS)
    await asyncio.gather(*(call(log, cells, deadline, latencies) for _ in range(concurrent)))
    report(outcome(latencies, time.perf_counter() - started))
    await log.close()


async def call(log: EventLog, cells: list[UUID], deadline: Deadline, latencies: list[float]) -> None:
    """One caller of the closed loop."""
    while deadline.running():
        before = time.perf_counter()
        await log.append(command(an_id(), ((random.choice(cells), 1),)))
        latencies.append(time.perf_counter() - before)


def command(stream: UUID, guards: tuple[tuple[UUID, int], ...]) -> Append:
    """One command with everything on."""
    command_id, member = an_id(), an_id()
    asked = TransferAsked(
        member=member,
        origin=member,
        destination=member,
        reason="CHANGE_OF_WORK",
        decision_number="123-QĐ/ĐU",
        effective_on=TODAY,
        requested_by="officer@79.26740",
    )
    return Append(
        command_id=command_id,
        actor="officer@79.26740",
        digest=DIGEST,
        meta=Meta(actor="officer@79.26740", command_id=command_id, correlation=command_id, causation=command_id),
        thing="transfer",
        answer=stream,
        answer_version=1,
        writes=(
            Write(stream=stream, expected_version=0, facts=(asked,), province="79", published=(_told(stream, asked),)),
        ),
        guards=guards,
        claims=(Claim(kind="open_transfer", value=str(member), holder=stream),),
    )


def an_id() -> UUID:
    """Any id."""
    return UUID(int=random.getrandbits(128))  # as random as a client's, without a system call in the clock


def _told(transfer: UUID, asked: TransferAsked) -> told.TransferRequested:
    return told.TransferRequested(
        transfer=transfer,
        member=asked.member,
        standing=told.Standing(
            state="REQUESTED",
            holder=asked.origin,
            route=(asked.origin, asked.destination),
            hop=0,
            allowed_steps=("REVIEW", "REFUSE", "WITHDRAW"),
        ),
        act=told.Act(organization=asked.origin, acted_on=asked.effective_on, step="REQUEST"),
        kind="OFFICIAL",
        reason=asked.reason,
        origin=asked.origin,
        destination=asked.destination,
        effective_on=asked.effective_on,
        start_by=asked.effective_on,
        started_late=False,
        decision_number=asked.decision_number,
        requested_by=asked.requested_by,
    )


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
