"""Những gì các lệnh cần tra cứu - the look-ups of membership, bound in service.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from services.membership.domain.clocks import Clocks, clocks_from
from services.membership.domain.home_service.fairness import Load
from services.membership.domain.route import Body, lineage, with_powers
from shared.authority.held import Held, Node, Root
from shared.people.erasures import Erasure
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Sealed
from shared.vocabulary.policy import PolicyRow


class Bodies(Protocol):
    """The tree of organisations by date."""

    async def chain(self, organization: UUID, on: date, today: date) -> tuple[Body, ...]:
        """The organisation and all above it as of a date; empty if it is unknown."""
        ...

    async def heirs(self, organizations: Sequence[UUID], today: date) -> Mapping[UUID, tuple[UUID, str]]:
        """Each organisation, or what has succeeded it by today, with its type."""
        ...


class Rules(Protocol):
    """The policy rows of the clocks."""

    async def rows(self) -> list[PolicyRow]:
        """All of them; the date of the act decides which is in force."""
        ...


class Visits(Protocol):
    """What home-visit officers have to do."""

    async def loads(self, body: UUID, on: date) -> list[Load]:
        """Every officer of a committee on a day, with his load."""
        ...


class Outsiders(Protocol):
    """Home services that keep names of people outside the Party."""

    async def of(self, member: UUID) -> list[UUID]:
        """Those of one member."""
        ...


class Proofs(Protocol):
    """The pictures that prove visits."""

    async def forget(self, member: UUID) -> None:
        """Those of an erased person go."""
        ...


class Seals(Protocol):
    """Seals the values of one person."""

    def seal(self, field: str, value: str) -> Sealed:
        """The value as ciphertext under the person's key."""
        ...

    def open(self, field: str, sealed: Sealed) -> str | None:
        """The value again; None once the person is erased."""
        ...


class People(Protocol):
    """The keys of persons."""

    async def sealer(self, person: UUID) -> Seals:
        """The person's sealer; the key is made at first need."""
        ...

    async def sealers(self, persons: Iterable[UUID]) -> Mapping[UUID, Seals]:
        """The same for many."""
        ...

    async def erase(self, person: UUID, by: Erasure | None = None) -> bool:
        """Destroy the person's key for good."""
        ...


class Scopes(Protocol):
    """Who holds which role where."""

    async def held(self, actor: Actor, organization: UUID) -> Held:
        """The roles at and over one organisation."""
        ...

    async def held_at(self, actor: Actor, organizations: Sequence[UUID]) -> dict[UUID, Held]:
        """The same for many."""
        ...

    async def roots(self, actor: Actor) -> list[Root]:
        """Where the actor's scope starts."""
        ...

    async def record_of(self, actor: Actor) -> UUID | None:
        """The member whose account this is, by the grants."""
        ...

    async def ancestors(self, organization: UUID) -> list[Node]:
        """From the organisation itself up to the root."""
        ...

    async def common_superior(self, one: UUID, other: UUID) -> UUID | None:
        """The lowest organisation over both."""
        ...


@dataclass(frozen=True, kw_only=True)
class Look:
    """All that membership's handlers may ask."""

    bodies: Bodies
    rules: Rules
    people: People
    scope: Scopes
    visits: Visits
    proofs: Proofs
    outsiders: Outsiders

    async def way(self, organization: UUID, on: date, today: date) -> tuple[Body, ...]:
        """The organisation and all above it as of a date, each with the powers that it had been given by then."""
        return with_powers(await self.bodies.chain(organization, on, today), await self.rules.rows(), on)

    async def clocks(self, organization: UUID, on: date, today: date) -> Clocks:
        """The clocks in force for an organisation on the date of an act."""
        chain = await self.bodies.chain(organization, today, today)
        return clocks_from(await self.rules.rows(), lineage(chain), on)
