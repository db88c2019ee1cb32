"""Khóa duy nhất - the unique keys that the logs hold, against the facts that hold them.

A key that is lost lets a second one in, a key that stays keeps everybody out: neither is seen in any fact.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import asyncpg

from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.domain.member import MEMBERS, NUMBERS
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.domain.transfer.steps import ENDED
from services.organization.application.organization import CODE
from services.organization.domain.organization import OrganizationFounded
from shared.eventlog.keys import LogKeys
from shared.eventlog.mapper import FactMapper
from shared.testing.violation import Violation
from shared.vocabulary.facts import Fact, Stream

Held = set[tuple[str, bytes, UUID]]
_FACTS = 'select stream, topic, state from "{}".facts where topic = any($1) order by position'
_CLAIMS = 'select kind, key, stream from "{}".claims where kind = any($1)'
_ERASED = "select person from membership.erased_persons"


async def claim_violations(connection: asyncpg.Connection, secret: bytes) -> list[Violation]:
    """Keys of open transfers, members' numbers and organisations' codes that are missing, or are there in vain."""
    found = [
        *await _of_transfers(connection, LogKeys(secret, "membership")),
        *await _of_numbers(connection),
        *await _of_codes(connection, LogKeys(secret, "organization")),
    ]
    return [Violation(invariant="claims are not what the facts hold", service=of, detail=what) for of, what in found]


async def _of_transfers(connection: asyncpg.Connection, keys: LogKeys) -> Iterator[tuple[str, str]]:
    folded = await _folded(connection, "membership", TRANSFERS)
    open_ones = {one: state for one, state in folded.items() if state.state not in ENDED}
    wanted = {(OPEN_TRANSFER, keys.claim(OPEN_TRANSFER, str(state.member)), one) for one, state in open_ones.items()}
    return _compared("membership", wanted, await _held(connection, "membership", OPEN_TRANSFER))


async def _of_numbers(connection: asyncpg.Connection) -> Iterator[tuple[str, str]]:
    """By whom, not which: a number stands sealed in the facts. Of the erased nothing is asked."""
    erased = {row["person"] for row in await connection.fetch(_ERASED)}
    members = await _folded(connection, "membership", MEMBERS)
    wanted = {(kind, b"", one) for one, member in members.items() for kind in member.numbers if one not in erased}
    held = await connection.fetch(_CLAIMS.format("membership"), list(NUMBERS))
    by_member = [(row["kind"], b"", row["stream"]) for row in held if row["stream"] not in erased]
    twice = [("membership", "somebody holds two numbers of one kind")] if len(set(by_member)) < len(by_member) else []
    return iter([*twice, *_compared("membership", wanted, set(by_member))])


async def _of_codes(connection: asyncpg.Connection, keys: LogKeys) -> Iterator[tuple[str, str]]:
    """What a plan founds has its code by the plan: only those founded by themselves are asked for."""
    rows = await connection.fetch(_FACTS.format("organization"), [OrganizationFounded.TOPIC])
    mapper, wanted = FactMapper(), Held()
    for row in rows:
        fact: Any = mapper.decode(row["topic"], row["state"])
        wanted.add((CODE, keys.claim(CODE, fact.code), row["stream"]))
    held = await _held(connection, "organization", CODE)
    return _compared("organization", wanted, held & wanted)


async def _folded(connection: asyncpg.Connection, service: str, stream: Stream[Any]) -> dict[UUID, Any]:
    mapper, states = FactMapper(), dict[UUID, Any]()
    topics = [fact.TOPIC for fact in stream.facts]
    for row in await connection.fetch(_FACTS.format(service), topics):
        fact: Fact = mapper.decode(row["topic"], row["state"])
        states[row["stream"]] = stream.evolve(states.get(row["stream"], stream.initial), fact)
    return states


async def _held(connection: asyncpg.Connection, service: str, kind: str) -> Held:
    return {(row["kind"], row["key"], row["stream"]) for row in await connection.fetch(_CLAIMS.format(service), [kind])}


def _compared(service: str, wanted: Held, held: Held) -> Iterator[tuple[str, str]]:
    for kind in sorted({kind for kind, _, _ in wanted ^ held}):
        lost = [str(stream) for of, _, stream in wanted - held if of == kind]
        vain = [str(stream) for of, _, stream in held - wanted if of == kind]
        yield service, f"{kind}: {len(lost)} missing {lost[:3]}, {len(vain)} in vain {vain[:3]}"
