"""A model of the log in plain dictionaries: whatever is asked of both at once, both say the same.

Every example is a few rounds of appends that are under way together: right and stale versions, guards, claims and
releases, replays and abuses of a commandId, imports, connections cut at any moment, some of them in a second process on
the same database. What was committed must be legal in the order of its positions; what was refused must have had a
reason; what was answered must stand.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.eventlog.append import Append, Claim, Committed
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import ClaimIsTaken, CommandIdWasReused, VersionIsStale
from shared.eventlog.signing import Signer
from shared.eventlog.topics import register_topics
from shared.eventlog.verifying import verify
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Databases
from tests.shared.eventlog.conftest import SECRET
from tests.shared.eventlog.recorder_facade import Loop
from tests.shared.eventlog.village import NAME, SERVICE, HouseBuilt, HousePainted, a_write, an_append

EXAMPLES = int(os.environ.get("LIENTHONG_TEST_EXAMPLES", "30"))
HOUSES, SIGNS = 3, 2
REFUSALS = (ClaimIsTaken, CommandIdWasReused, VersionIsStale)


class Ask(NamedTuple):
    """What one caller wants. `off` is how far its expected version is from the model's at the start of the round."""

    house: int
    off: int
    facts: int
    guard: int | None
    guard_off: int
    claim: int | None
    release: int | None
    repeats: str
    bulk: bool
    elsewhere: bool


ASKS = st.builds(
    Ask,
    house=st.integers(0, HOUSES - 1),
    off=st.sampled_from([0, 0, 0, 0, 1, -1]),
    facts=st.integers(1, 3),
    guard=st.none() | st.integers(0, HOUSES - 1),
    guard_off=st.sampled_from([0, 0, 0, 1, -1]),
    claim=st.none() | st.integers(0, SIGNS - 1),
    release=st.none() | st.integers(0, SIGNS - 1),
    repeats=st.sampled_from(["", "", "", "", "same", "other body"]),
    bulk=st.booleans(),
    elsewhere=st.sampled_from([False, False, True]),
)
ROUNDS = st.lists(st.tuples(st.lists(ASKS, min_size=1, max_size=6), st.booleans()), min_size=1, max_size=5)


class Model:
    """What the log has to be, and the names that this example uses."""

    def __init__(self) -> None:
        self.houses = [uuid4() for _ in range(HOUSES)]
        self.signs = [f"{uuid4()}" for _ in range(SIGNS)]
        self.versions = dict.fromkeys(self.houses, 0)
        self.holders: dict[str, UUID] = {}
        self.done: list[tuple[Append, Committed]] = []

    def append(self, ask: Ask) -> Append:
        """The append behind an ask, by what the model knows now."""
        if ask.repeats and self.done:
            known = self.done[ask.house % len(self.done)][0]
            return known if ask.repeats == "same" else an_append(command_id=known.command_id, digest=b"other body")
        house = self.houses[ask.house]
        expected = max(0, self.versions[house] + ask.off)
        facts = [
            HousePainted(colour="xanh", coats=1) if expected + n else HouseBuilt(name="Nhà") for n in range(ask.facts)
        ]
        guards = ()
        if ask.guard is not None and ask.guard != ask.house:
            guarded = self.houses[ask.guard]
            guards = ((guarded, max(0, self.versions[guarded] + ask.guard_off)),)
        claims = () if ask.claim is None else (Claim("sign", self.signs[ask.claim], house),)
        releases = () if ask.release in (None, ask.claim) else (Claim("sign", self.signs[ask.release], house),)
        return an_append(a_write(house, expected, *facts), guards=guards, claims=claims, releases=releases)

    def commit(self, append: Append, committed: Committed) -> None:
        """Take over a commit; it must be legal at its place."""
        for write in append.writes:
            assert self.versions[write.stream] == write.expected_version
            self.versions[write.stream] += len(write.facts)
        for stream, version in append.guards:
            assert self.versions[stream] == version
        for release in append.releases:
            if self.holders.get(release.value) == release.holder:
                del self.holders[release.value]
        for claim in append.claims:
            assert self.holders.setdefault(claim.value, claim.holder) == claim.holder
        self.done.append((append, committed))


class Tried:
    """The log under test on a loop of its own, for examples one after the other."""

    def __init__(self, databases: Databases) -> None:
        register_topics([SERVICE])
        self.loop = Loop()
        self.databases = databases
        self.database = self.loop.run(databases.fresh([NAME]))
        self.log, self.other = self._opened(), self._opened()
        self.examples, self.cuts, self.outcomes = 0, 0, Counter[str]()

    def _opened(self) -> EventLog:
        dsn = self.database.dsn(NAME)
        return self.loop.run(EventLog.open(dsn, service=NAME, clock=SystemClock(), secret=SECRET, in_tests=True))

    def close(self) -> None:
        for log in (self.log, self.other):
            self.loop.run(log.close())
        self.loop.run(self.databases.drop(self.database))
        self.loop.stop()

    async def round(self, appends: list[tuple[Append, Ask]], *, cut: bool) -> list[Any]:
        """All at once, some on the bulk lane, some elsewhere; `cut`: the connection is lost under way."""
        asked = [asyncio.ensure_future(self._ask(append, ask)) for append, ask in appends]
        if cut:
            await asyncio.sleep(0.001)
            self.log._lifelines[0].drop()
        return await asyncio.gather(*asked, return_exceptions=True)

    async def _ask(self, append: Append, ask: Ask) -> Committed:
        log = self.other if ask.elsewhere else self.log
        return (await log.append_many([append]))[0] if ask.bulk else await log.append(append)

    async def compare(self, model: Model) -> None:
        for house, version in model.versions.items():
            assert [one.version for one in await self.log.read_stream(house)] == list(range(1, version + 1))
        for sign in model.signs:
            assert await self.log.claim_holder("sign", sign) == model.holders.get(sign)

    def figures(self) -> str:
        """What was tried, and how often each thing came of it."""
        became = ", ".join(f"{times:,} {name}" for name, times in sorted(self.outcomes.items()))
        return f"{self.examples:,} examples, {self.outcomes.total():,} commands ({became}), {self.cuts:,} cuts"

    async def verify(self) -> None:
        admin = await asyncpg.connect(self.database.admin_dsn)
        await admin.execute(f"set search_path = {NAME}")
        async with admin.transaction():
            assert not (await verify(admin, NAME, Signer(bytes(32)), [])).breaches
        await admin.close()


@pytest.fixture(scope="module")
def tried(databases: Databases) -> Iterator[Tried]:
    one = Tried(databases)
    yield one
    one.close()


def test_the_log_does_what_the_model_does(tried: Tried):
    _whatever_is_asked(tried)
    tried.loop.run(tried.verify())
    print(tried.figures())
    assert set(tried.outcomes) == {"committed", "replayed", *(refusal.__name__ for refusal in REFUSALS)}


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(rounds=ROUNDS)
def _whatever_is_asked(tried: Tried, rounds: list[tuple[list[Ask], bool]]) -> None:
    model = Model()
    tried.examples += 1
    for asks, cut in rounds:
        appends = [model.append(ask) for ask in asks]
        before = dict(model.versions), dict(model.holders)
        outcomes = tried.loop.run(tried.round(list(zip(appends, asks, strict=True)), cut=cut))
        tried.outcomes.update(map(_named, outcomes))
        tried.cuts += cut
        _take(model, list(zip(appends, outcomes, strict=True)), *before)
        tried.loop.run(tried.compare(model))


def _named(outcome: Any) -> str:
    if isinstance(outcome, Committed):
        return "replayed" if outcome.replayed else "committed"
    return type(outcome).__name__


def _take(model: Model, round: list[tuple[Append, Any]], versions: dict[UUID, int], holders: dict[str, UUID]) -> None:
    known = {append.command_id: committed for append, committed in model.done}
    fresh = [(a, o) for a, o in round if isinstance(o, Committed) and a.command_id not in known]
    once = {a.command_id: (a, o) for a, o in fresh}.values()
    for append, committed in sorted(once, key=lambda pair: pair[1].first):
        model.commit(append, committed)
    for append, outcome in round:
        if append.command_id in known:
            _check_replay(append, outcome, known[append.command_id], model)
        elif not isinstance(outcome, Committed):
            _check_refusal(append, outcome, model, versions, holders)


def _check_replay(append: Append, outcome: Any, first: Committed, model: Model) -> None:
    if append.digest == next(a for a, _ in model.done if a.command_id == append.command_id).digest:
        assert (outcome.replayed, outcome.receipt, outcome.first) == (True, first.receipt, first.first)
    else:
        assert isinstance(outcome, CommandIdWasReused)


def _check_refusal(
    append: Append, refusal: Any, model: Model, versions: dict[UUID, int], holders: dict[str, UUID]
) -> None:
    match refusal:
        case VersionIsStale():
            wanted = [(write.stream, write.expected_version) for write in append.writes] + list(append.guards)
            assert any(_was_elsewhere(model.versions[s], versions[s], version) for s, version in wanted)
        case ClaimIsTaken():
            value, holder = append.claims[0].value, append.claims[0].holder
            seen = {holders.get(value), model.holders.get(value)}
            seen |= {claim.holder for done, _ in model.done for claim in done.claims if claim.value == value}
            assert seen - {None, holder}
        case _:
            raise AssertionError(f"no reason to be refused: {refusal!r}")


def _was_elsewhere(after: int, before: int, expected: int) -> bool:
    return before != expected or after != expected
