"""Tra một lần cho cả danh sách - a command over many subjects asks each question about a place once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.evaluation.application.lookups import InForce, Look, Person
from services.evaluation.domain.bodies import Body
from shared.authority.held import Held
from shared.vocabulary.actor import Actor
from shared.vocabulary.policy import PolicyRow


class _Memory:
    """Answers by question, for the life of one command."""

    def __init__(self) -> None:
        self._answers: dict[Any, Any] = {}

    async def of(self, question: Any, ask: Callable[[], Awaitable[Any]]) -> Any:
        if question not in self._answers:
            self._answers[question] = await ask()
        return self._answers[question]


class _Bodies(_Memory):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    async def chain(self, organization: UUID, on: date) -> tuple[Body, ...]:
        """As the look-up underneath."""
        return await self.of((organization, on), lambda: self._look.bodies.chain(organization, on))

    async def chains(self, organizations: Sequence[UUID], on: date) -> Mapping[UUID, tuple[Body, ...]]:
        """As the look-up underneath; each is then remembered."""
        found = await self._look.bodies.chains(organizations, on)
        self._answers |= {(organization, on): chain for organization, chain in found.items()}
        return found


class _Persons:
    """Asked for many before, it answers for each."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known: dict[UUID, Person] = {}

    async def known(self, members: Sequence[UUID]) -> Mapping[UUID, Person]:
        """As the look-up underneath."""
        if missing := [member for member in members if member not in self._known]:
            self._known |= {member: Person() for member in missing} | dict(await self._look.persons.known(missing))
        return {member: self._known[member] for member in members}


class _Rules(_Memory):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    async def rows(self) -> list[PolicyRow]:
        """As the look-up underneath."""
        return await self.of("rows", self._look.rules.rows)


class _Scopes(_Memory):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    async def held(self, actor: Actor, organization: UUID) -> Held:
        """As the look-up underneath."""
        return await self.of((actor.subject, organization), lambda: self._look.scope.held(actor, organization))

    async def record_of(self, actor: Actor) -> UUID | None:
        """As the look-up underneath."""
        return await self.of(actor.subject, lambda: self._look.scope.record_of(actor))


def remembering(look: Look) -> Look:
    """The same look-ups, each question asked once. For one command only: what it saw is guarded by its own commit."""
    kept: dict[Any, InForce] = {}
    parts = {"bodies": _Bodies(look), "rules": _Rules(look), "scope": _Scopes(look), "persons": _Persons(look)}
    return replace(look, **parts, kept=kept, permits={}, named=[])
