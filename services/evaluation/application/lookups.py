"""Những gì các lệnh cần tra cứu - the look-ups of evaluation, bound in service.py."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

import msgspec

from services.evaluation.domain.bodies import Body
from services.evaluation.domain.cap import Tally
from services.evaluation.domain.coverage import Standing
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


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Một đảng viên theo hồ sơ membership - homes and guest stays in order, and what was decided since when."""

    homes: tuple[Stay, ...] = ()
    guests: tuple[Stay, ...] = ()
    standings: tuple[Standing, ...] = ()
    admitted_on: date | None = None

    def home(self, on: date) -> UUID | None:
        """The cell at home on a date; until admission elsewhere the origin keeps the member."""
        return next((stay.cell for stay in reversed(self.homes) if stay.since <= on), None)

    def home_since(self, on: date) -> date | None:
        """Since when that is so."""
        return next((stay.since for stay in reversed(self.homes) if stay.since <= on), None)


class Tallied(msgspec.Struct, frozen=True, kw_only=True):
    """How many are proposed for which rating at places that count alike."""

    places: tuple[UUID, ...]
    tally: Tally


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

    async def chains(self, organizations: Sequence[UUID], on: date) -> Mapping[UUID, tuple[Body, ...]]:
        """The same for many."""
        ...


class Persons(Protocol):
    """Members as membership knows them."""

    async def known(self, members: Sequence[UUID]) -> Mapping[UUID, Person]:
        """Each of several; unknown ones are absent."""
        ...


class Rules(Protocol):
    """The policy rows."""

    async def rows(self) -> list[PolicyRow]:
        """All of them."""
        ...


class Proposals(Protocol):
    """What is proposed so far."""

    async def tally(
        self, campaign: UUID, kind: str, organization: UUID, on: date, named: Collection[str]
    ) -> list[Tallied]:
        """How many have which proposal at or below an organisation, by places that count alike; `named` stand alone."""
        ...

    async def excellent(self, campaign: UUID, kind: str, places: Sequence[UUID], on: date) -> list[Proposal]:
        """Those proposed for EXCELLENT who count at one of these places."""
        ...

    async def running(
        self, campaign: UUID, kinds: Sequence[str], organizations: Sequence[UUID], on: date
    ) -> Mapping[str, int]:
        """How many of these kinds are still undecided at or below some organisations."""
        ...

    async def unsettled(self, today: date) -> list[tuple[UUID, int]]:
        """Evaluations to be closed or resumed, with how many times that has been done."""
        ...

    async def handed_over(self, today: date) -> list[tuple[UUID, int]]:
        """Evaluations to be closed because their place was handed over, likewise."""
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

    async def record_of(self, actor: Actor) -> UUID | None:
        """The person whose account this is, by the grants."""
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
    persons: Persons
    rules: Rules
    proposals: Proposals
    people: People
    scope: Scopes
    kept: dict[Any, InForce] | None = None  # within one command: see remembering.py
    permits: dict[Any, bool] | None = None  # likewise
    named: list[frozenset[str]] | None = None  # likewise

    async def in_force(self, chain: Sequence[Body], on: date) -> InForce:
        """The rows for an organisation on a date: the nearest upward wins."""
        rows = await self.rules.rows()
        with_rows = self._with_rows(rows)
        lineage = tuple(dict.fromkeys((*(body.code for body in chain if body.code in with_rows), ROOT)))
        if self.kept is None:
            return _resolved(rows, lineage, on)
        if (lineage, on) not in self.kept:
            self.kept[lineage, on] = _resolved(rows, lineage, on)
        return self.kept[lineage, on]

    def _with_rows(self, rows: Sequence[PolicyRow]) -> frozenset[str]:
        """The organisations that have rows of their own: all others are resolved alike."""
        if self.named is None:
            return frozenset(row.organization_code for row in rows)
        if not self.named:
            self.named.append(frozenset(row.organization_code for row in rows))
        return self.named[0]


def _resolved(rows: Sequence[PolicyRow], lineage: Sequence[str], on: date) -> InForce:
    found = {key: resolve(rows, key, lineage, on) for key in {row.key for row in rows}}
    return InForce(
        values={key: row.value for key, row in found.items() if row is not None and row.value is not None},
        unconfirmed=frozenset(key for key, row in found.items() if row is not None and not row.confirmed),
    )
