"""Những gì các lệnh cần tra cứu - the look-ups of evaluation, bound in service.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

import msgspec

from services.evaluation.domain.bodies import Body
from services.evaluation.domain.ratings import Rating
from shared.authority.held import Held
from shared.vocabulary.actor import Actor
from shared.vocabulary.codes import ROOT
from shared.vocabulary.facts import Sealed
from shared.vocabulary.policy import PolicyRow, resolve


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """Thời gian sinh hoạt tại một chi bộ, [since, until)."""

    cell: UUID
    since: date
    until: date


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """The newest word on one subject of a campaign."""

    evaluation: UUID
    points: Decimal | None
    rating: Rating
    place: UUID


class Bodies(Protocol):
    """The tree of organisations by date."""

    async def chain(self, organization: UUID, on: date) -> tuple[Body, ...]:
        """The organisation and all above it as of a date; empty if it is unknown."""
        ...


class Homes(Protocol):
    """Members' homes by date."""

    async def stays(self, member: UUID) -> list[Stay]:
        """Every home in order."""
        ...


class Rules(Protocol):
    """The policy rows."""

    async def rows(self) -> list[PolicyRow]:
        """All of them."""
        ...


class Proposals(Protocol):
    """What is proposed so far."""

    async def under(self, campaign: UUID, kind: str, organization: UUID, on: date) -> list[Proposal]:
        """Those whose subject counts at or below an organisation."""
        ...


class People(Protocol):
    """The keys of persons, as membership keeps them."""

    async def prefetch(self, persons: Iterable[UUID]) -> None:
        """Have the keys at hand."""
        ...

    def seal(self, person: UUID, field: str, value: str) -> Sealed | None:
        """The value as ciphertext; None for a person who has been erased."""
        ...


class Scopes(Protocol):
    """Who holds which role where."""

    async def held(self, actor: Actor, organization: UUID) -> Held:
        """The roles at and over one organisation."""
        ...


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """The policy rows in force at a place on a date."""

    values: Mapping[str, Any]
    unconfirmed: frozenset[str]

    def confirmed(self, *keys: str) -> bool:
        """Whether all of these are confirmed."""
        return not self.unconfirmed.intersection(keys)


@dataclass(frozen=True, kw_only=True)
class Look:
    """All that evaluation's handlers may ask."""

    bodies: Bodies
    homes: Homes
    rules: Rules
    proposals: Proposals
    people: People
    scope: Scopes
    kept: dict[Any, InForce] | None = None  # within one command: see remembering.py

    async def in_force(self, chain: Sequence[Body], on: date) -> InForce:
        """The rows for an organisation on a date: the nearest upward wins."""
        question = (tuple(body.id for body in chain), on)
        if self.kept is None:
            return await self._resolved(chain, on)
        if question not in self.kept:
            self.kept[question] = await self._resolved(chain, on)
        return self.kept[question]

    async def _resolved(self, chain: Sequence[Body], on: date) -> InForce:
        rows = await self.rules.rows()
        lineage = list(dict.fromkeys((*(body.code for body in chain), ROOT)))
        found = {key: resolve(rows, key, lineage, on) for key in {row.key for row in rows}}
        return InForce(
            values={key: row.value for key, row in found.items() if row is not None and row.value is not None},
            unconfirmed=frozenset(key for key, row in found.items() if row is not None and not row.confirmed),
        )
