"""Policies at work: a fact in, commands of the own service out, each run once however often the fact comes by."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import structlog
from prometheus_client import Counter

from shared.eventlog.commands import Commands
from shared.eventlog.refusals import VersionIsStale
from shared.http import trace
from shared.readmodel.engine import PoisonFact
from shared.runtime.service import Gather, Policy
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Delivered
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request

log = structlog.get_logger()

_FAULTS_OF_CODE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    TypeError,
    ValueError,
    asyncpg.DataError,  # values that the database takes at no time: waiting does not heal it
)
_TRACES_AT_ONCE = 32
_NAMESPACE = UUID("6f0d5a52-6c3b-5c0e-9b57-2f4b7ad0c1e4")
_INSTALL = """
INSERT INTO policy_installations (policy, sequence) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING
"""
_INSTALLED = "SELECT policy, sequence FROM policy_installations WHERE policy = ANY($1::text[])"
_refused = Counter("lienthong_policy_refusals", "Commands of policies that were refused", ["policy", "code"])


def command_id(policy: str, fact: UUID, step: str | int = 0) -> UUID:
    """The id of a policy's command: the same fact always leads to the same command."""
    return uuid5(uuid5(_NAMESPACE, policy), f"{fact}/{step}")


class PolicyRunner:
    """Runs the policies of one follower, in the order of the facts, one command after the other."""

    def __init__(self, policies: Sequence[Policy], commands: Commands, look: Any) -> None:
        self.policies = tuple(policies)
        self.installed: dict[str, int] = {}
        self._commands = commands
        self._look = look

    async def install(self, pool: asyncpg.Pool, head: int) -> None:
        """Note where the source stood when a policy with `since="now"` first ran; read it back ever after."""
        names = [policy.name for policy in self.policies if policy.since == "now"]
        await pool.execute(_INSTALL, names, head)
        self.installed = {row["policy"]: row["sequence"] for row in await pool.fetch(_INSTALLED, names)}

    async def run(self, batch: Sequence[Delivered]) -> None:
        """Everything the policies want done because of these facts, in their order.

        What a policy gathers is done before another policy reacts to a later fact.
        """
        gathered: list[Delivered] = []
        by: Policy | None = None
        for delivered in batch:
            for policy in self.policies:
                if not isinstance(delivered.fact, policy.on) or delivered.sequence <= self._since(policy):
                    continue
                if policy is not by:
                    await self._gathered(by, gathered)
                    gathered, by = [], policy if policy.gather else None
                if by is None:
                    await self._try(policy, delivered)
                else:
                    gathered.append(delivered)
        await self._gathered(by, gathered)

    async def _gathered(self, policy: Policy | None, facts: Sequence[Delivered]) -> None:
        """What was gathered, by those who caused it: one command has one trace. Different ones go side by side."""
        if policy is None or policy.gather is None:
            return
        traces = [list(run) for _, run in groupby(facts, _trace)]
        for start in range(0, len(traces), _TRACES_AT_ONCE):
            part = traces[start : start + _TRACES_AT_ONCE]
            await _all(self._of_one_trace(policy, policy.gather, caused) for caused in part)

    async def _of_one_trace(self, policy: Policy, gather: Gather, facts: Sequence[Delivered]) -> None:
        try:
            with trace.spanned(f"policy {policy.name}", facts[0].meta.traceparent):
                for request in gather(facts):
                    await self._command(policy, facts[-1], request)
        except _FAULTS_OF_CODE as error:
            if len(facts) == 1:
                raise PoisonFact(facts[0].sequence, f"policy {policy.name}", error) from error
            for fact in facts:  # find the one; what is gathered does nothing a second time
                await self._of_one_trace(policy, gather, [fact])

    def _since(self, policy: Policy) -> int:
        return self.installed.get(policy.name, 0) if policy.since == "now" else 0

    async def _try(self, policy: Policy, delivered: Delivered) -> None:
        """What the code itself cannot do with a fact will not be mended by trying again."""
        try:
            with trace.spanned(f"policy {policy.name}", delivered.meta.traceparent):
                await self._react(policy, delivered)
        except _FAULTS_OF_CODE as error:
            raise PoisonFact(delivered.sequence, f"policy {policy.name}", error) from error

    async def _react(self, policy: Policy, delivered: Delivered) -> None:
        requests = list(await policy.react(delivered, self._look))
        for start in range(0, len(requests) - 1, policy.at_once):
            part = requests[start : min(start + policy.at_once, len(requests) - 1)]
            await _all(self._command(policy, delivered, one) for one in part)
        for last in requests[-1:]:
            await self._command(policy, delivered, last)

    async def _command(self, policy: Policy, delivered: Delivered, request: Request) -> None:
        """A refusal is an answer: the fact stays on record and the next one comes. Anything transient is raised."""
        try:
            await self._commands.run(
                request,
                Actor(subject=f"policy:{policy.name}", role="service"),
                causation=delivered.id,
                correlation=delivered.meta.correlation,
                traceparent=trace.traceparent(),
                basis={delivered.service: delivered.sequence},
            )
        except Refusal as refusal:
            if refusal.status >= 500 or isinstance(refusal, VersionIsStale):
                raise
            _refused.labels(policy.name, refusal.code).inc()
            log.warning("policy refused", policy=policy.name, code=refusal.code, sequence=delivered.sequence)


def _trace(delivered: Delivered) -> str:
    return trace.id_in(delivered.meta.traceparent)


async def _all(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Side by side, each to its end; then the first that failed is raised."""
    for end in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(end, BaseException):
            raise end
