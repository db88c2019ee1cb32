"""Chạy cả đợt sắp xếp - load, draft, count, approve by another, execute; then read both dates from the API."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from services.merger_2025.june import June, june
from services.merger_2025.meanwhile import Meanwhile
from services.merger_2025.measured import Measured, measure
from services.merger_2025.members import count, lists
from services.merger_2025.plan import operations
from services.merger_2025.reader import Reader
from services.merger_2025.rows import write
from services.merger_2025.size import Size
from services.merger_2025.units import Map, read
from services.merger_2025.weight import Weight
from services.organization.contracts import requests
from services.organization.contracts.facts import (
    RestructuringApproved,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.http.health import Readiness
from shared.runtime.settings import Settings
from shared.vocabulary.facts import PublishedFact
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt, Request

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
_AT_ONCE = 16
_OPERATIONS_AT_ONCE = 300
_PATIENCE = 900.0
Progress = Callable[[str, int, int], None]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Kết quả - what the last line says."""

    holds: bool
    members_before: int
    members_after: int
    operations: int
    provinces_before: int
    provinces_after: int
    communes_before: int
    communes_after: int
    cells: int
    predecessors_of_ba_dinh: int
    seconds: dict[str, float]
    measured: Measured


class Run:
    """One run on a stack whose tree is empty."""

    def __init__(self, settings: Settings, size: Size, progress: Progress) -> None:
        self._settings = settings
        self._size = size
        self._progress = progress
        self._sign_in = SignIn(settings)
        self._client = ServiceClient(settings.urls(), self._sign_in.service, patience=300.0)
        self._seconds: dict[str, float] = {}

    async def run(self) -> Outcome:
        """All of it."""
        units = read()
        tree = june(units, self._size.cells_each)
        await self._timed("load", self._load(tree))
        drafter = await self._sign_in("committee_officer", "00", user="merger.drafter")
        approver = await self._sign_in("approver", "00", user="merger.approver")
        reader = Reader(self._settings.url("gateway"), drafter)
        before = await reader.census(BEFORE)
        plan, written = await self._draft(units, tree, drafter)
        digest = await self._timed("dry_run", self._counted(plan, drafter))
        await self._timed("lay_down", self._approved(plan, digest, approver))
        codes = [f"{old.province}.{old.code}" for old in units.successors if not old.is_island]
        async with (
            Weight(self._settings.data) as weight,
            Meanwhile(
                query=lambda number: reader.organization(codes[number * 37 % len(codes)], BEFORE),
                command=lambda number: self._another(number, drafter),
            ) as others,
        ):
            await self._timed("commit", self._execute(plan, digest, approver))
            await self._timed("effect", self._settled())
            self._seconds["views"] = self._seconds["commit"] + self._seconds["effect"]
            proof = await self._proof(reader, plan)
        measured = await measure(
            self._settings, reader, codes, seconds=self._seconds, others=others.took, peak_mb=weight.peak_mb
        )
        after, then = await reader.census(AFTER), await reader.census(BEFORE)
        outcome = Outcome(
            holds=proof and before == then and before["members"] == after["members"] == self._size.members,
            members_before=before["members"],
            members_after=after["members"],
            operations=written,
            provinces_before=before["provinces"],
            provinces_after=after["provinces"],
            communes_before=before["communes"],
            communes_after=after["communes"],
            cells=after["cells"],
            predecessors_of_ba_dinh=await reader.predecessors("01.00004", AFTER),
            seconds={name: round(took, 2) for name, took in self._seconds.items()},
            measured=measured,
        )
        await reader.close()
        await self._client.close()
        await self._sign_in.close()
        return outcome

    async def _load(self, tree: June) -> None:
        for level in tree.levels:
            await self._all(level, len(level), "organization", "tổ chức")
        await self._settled()
        members = self._size.members
        if self._size.as_rows:
            await write(self._settings, members)
            return
        await self._all(lists(tree.cells, members), count(tree.cells, members), "membership", "đảng viên")
        await self._settled()

    async def _all(self, commands: Iterable[Request], total: int, service: str, what: str) -> None:
        waiting, done = iter(commands), 0

        async def work() -> None:
            nonlocal done
            for command in waiting:
                await self._client.command(service, command, token=self._sign_in.service())  # hours outlast a token
                done += 1
                self._progress(what, done, total)

        await asyncio.gather(*(work() for _ in range(_AT_ONCE)))

    async def _draft(self, units: Map, tree: June, token: str) -> tuple[UUID, int]:
        title = "Sắp xếp tổ chức đảng cả nước ngày 1-7-2025 (dữ liệu tổng hợp)"
        drafted = await self._send(requests.DraftRestructuring, token, title=title, effective_on=AFTER)
        wanted = operations(units, tree)
        for start in range(0, len(wanted), _OPERATIONS_AT_ONCE):
            part = tuple(wanted[start : start + _OPERATIONS_AT_ONCE])
            await self._send(requests.AddOperations, token, restructuring_id=drafted.id, operations=part)
            self._progress("thao tác", start + len(part), len(wanted))
        return drafted.id, len(wanted)

    async def _another(self, number: int, token: str) -> None:
        """A command that has nothing to do with the plan: the draft of another one."""
        title = f"Phương án khác {number} (dữ liệu tổng hợp)"
        await self._send(requests.DraftRestructuring, token, title=title, effective_on=AFTER)

    async def _counted(self, plan: UUID, token: str) -> str:
        await self._send(requests.DryRunRestructuring, token, restructuring_id=plan)
        found = [fact for fact in await self._facts() if fact["topic"].endswith("RestructuringCounted.v1")]
        return found[-1]["body"]["report"]["digest"]

    async def _approved(self, plan: UUID, digest: str, token: str) -> None:
        """Until its inert rows are laid down in every log and view: nobody sees them."""
        approved = await self._send(requests.ApproveRestructuring, token, restructuring_id=plan, digest=digest)
        told = await self._fact_after(approved, RestructuringApproved)
        await self._fact_after(approved, RestructuringStaged, times=told["parts"])
        await self._settled()
        await self._until(self._idle, 0.05)

    async def _execute(self, plan: UUID, digest: str, token: str) -> None:
        started = await self._send(requests.ExecuteRestructuring, token, restructuring_id=plan, digest=digest)
        await self._fact_after(started, RestructuringTookEffect)

    async def _fact_after(self, receipt: Receipt, kind: type[PublishedFact], times: int = 1) -> dict[str, Any]:
        """The last of so many facts of a kind. Each is read once: to ask for all anew would be what is measured."""
        read, found = Position.decode(receipt.position).at["organization"] - 1, []

        async def told() -> bool:
            nonlocal read
            page = await self._client.facts("organization", read, 50)
            read = max((row.sequence for row in page.rows), default=read)
            found.extend(row.body for row in page.rows if row.topic == kind.TOPIC)
            return len(found) >= times

        await self._until(told, 0.02)
        return msgspec.json.decode(found[-1])

    async def _facts(self) -> list[dict[str, Any]]:
        head = (await self._client.positions("organization")).at["organization"]
        page = await self._client.facts("organization", max(0, head - 5), 10)
        return [{"topic": row.topic, "body": msgspec.json.decode(row.body)} for row in page.rows]

    async def _settled(self) -> None:
        """Until every follower of every service shows all that is in the logs."""
        wanted = {
            service: (await self._client.positions(service)).at[service] for service in ("organization", "membership")
        }

        async def shown() -> bool:
            for service in ("organization", "membership", "gateway"):
                at = (await self._client.positions(service)).at
                if any(at.get(source, wanted[source]) < wanted[source] for source in wanted):
                    return False
            return True

        await self._until(shown, 0.05)

    async def _idle(self) -> bool:
        """Whether the owner of the tree has read all of its own log, too: positions tell of what others read."""
        ready = msgspec.json.decode(await self._client.read("organization", "/health/ready"), type=Readiness)
        return not any(finding.lag for finding in ready.findings)

    async def _proof(self, reader: Reader, plan: UUID) -> bool:
        found: list[bool] = []

        async def proved() -> bool:
            found[:] = await reader.proof(plan)
            return bool(found)

        await self._until(proved, 0.1)
        return found[0]

    async def _send(self, kind: type[Request], token: str, **fields: Any) -> Receipt:
        return await self._client.command("organization", kind(command_id=uuid4(), **fields), token=token)

    async def _timed(self, name: str, work: Awaitable[Any]) -> Any:
        began = time.perf_counter()
        done = await work
        self._seconds[name] = time.perf_counter() - began
        return done

    async def _until(self, reached: Callable[[], Awaitable[bool]], pause: float) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not await reached():
            if time.monotonic() > deadline:
                raise TimeoutError("the views did not catch up")
            await asyncio.sleep(pause)


async def merge(settings: Settings, size: Size, progress: Progress) -> Outcome:
    """The whole merger on the running stack of these settings."""
    return await Run(settings, size, progress).run()
