"""What the handlers look up; bound in service.py."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from services.organization.domain.restructuring.report import Figures
from services.organization.domain.restructuring.sizes import Placed, Size
from services.organization.domain.restructuring.tree import KnownTree
from shared.authority.scope import Scope


class Rules(Protocol):
    """The policy rows, as far as this service's own view has come."""

    async def value(self, key: str, lineage: Sequence[str], on: date) -> Any | None:
        """The value in force on a date; `lineage` has the codes from the organisation up to the root."""
        ...

    async def everywhere(self, key: str, on: date) -> Mapping[str, Any]:
        """The values in force on a date, by the code of the organisation that each was set for."""
        ...


class Registered(Protocol):
    """The register of organisations."""

    async def tree(self, named: Collection[UUID], codes: Collection[str], leaving: Collection[UUID]) -> KnownTree:
        """What a plan needs to know of the tree."""
        ...

    async def outside(self, organizations: Sequence[UUID], roots: Sequence[UUID]) -> dict[UUID, str]:
        """The code of one of them that stands under none of these roots."""
        ...

    async def touched_later(self, plan: UUID) -> list[str]:
        """The codes of the organisations that were changed after a plan, the first twenty."""
        ...

    async def waiting(self, today: date) -> list[UUID]:
        """Plans whose day has come."""
        ...

    async def unproved(self) -> list[tuple[UUID, str]]:
        """Plans whose proof is outstanding, each with its figures from before, as JSON."""
        ...


class Members(Protocol):
    """The counts of members by cell."""

    async def figures(self, at: int | None = None) -> Figures:
        """Who has a standing home."""
        ...

    async def sizes(self, cells: Collection[UUID]) -> Mapping[UUID, Size]:
        """How many members each of these cells has."""
        ...

    async def totals(self, organizations: Collection[UUID]) -> Mapping[UUID, int]:
        """How many members stand at or below each of these organisations."""
        ...

    async def full_members_under(self, organization: UUID, members: Collection[UUID]) -> Collection[UUID]:
        """Those of these members who are full members at home at or below an organisation."""
        ...

    async def placed(self, members: Collection[UUID]) -> Mapping[UUID, Placed]:
        """Where each of these members is counted; those unknown are left out."""
        ...

    async def moving(self, organizations: Collection[UUID]) -> int:
        """How many open transfers come from or go to these organisations."""
        ...


class Evaluated(Protocol):
    """The evaluations that are running."""

    async def running(self, at: int | None = None) -> tuple[int, int]:
        """How many of them are of a body that stands, and at which sequence of evaluation's log."""
        ...


class Seated(Protocol):
    """The seats of committees."""

    async def standing(self, at: int | None = None) -> tuple[int, int]:
        """How many seats of organisations that stand are taken, and at which sequence of the own log."""
        ...

    async def ended(self, at: int, plan: UUID) -> int:
        """How many seats that were taken then were of organisations that the plan has ended."""
        ...

    async def unsettled(self) -> Mapping[UUID, Any]:
        """What seats have ended, or stand again, by organisation."""
        ...


class Plans(Protocol):
    """The last few plans that were computed."""

    def get(self, plan_id: UUID, digest: str) -> Any:
        """What was computed under a digest, None if it is not remembered."""
        ...

    def keep(self, plan_id: UUID, result: Any) -> Any:
        """Remember it."""
        ...


class Look(Protocol):
    """The look-ups of organization."""

    @property
    def scope(self) -> Scope:
        """Who holds which role where."""
        ...

    @property
    def rules(self) -> Rules:
        """What the rules say."""
        ...

    @property
    def register(self) -> Registered:
        """The register of organisations."""
        ...

    @property
    def members(self) -> Members:
        """Members by cell."""
        ...

    @property
    def evaluations(self) -> Evaluated:
        """Running evaluations."""
        ...

    @property
    def seats(self) -> Seated:
        """Seats of committees."""
        ...

    @property
    def plans(self) -> Plans:
        """Plans in memory."""
        ...
