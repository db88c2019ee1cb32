"""What an actor holds: the roles of one account at one place, as the policies ask for them."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec


class Node(msgspec.Struct, frozen=True):
    """One organisation of the tree."""

    organization: UUID
    code: str
    ended_on: date | None = None


class Root(msgspec.Struct, frozen=True):
    """Where a viewer's scope starts: the organisation of a grant; all below it is in the scope."""

    organization: UUID
    code: str
    role: str
    substitute_for: str | None = None
    is_leaf: bool = False  # nothing hangs under it


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The roles an actor holds at one organisation (`here`) or at it or above it (`over`, the root included).

    `below_root` leaves out what is held at the root: its officers see counts, not persons.
    """

    role: str = ""
    here: frozenset[str] = frozenset()
    over: frozenset[str] = frozenset()
    below_root: frozenset[str] = frozenset()
    at_root: frozenset[str] = frozenset()

    def context(self, **more: Any) -> dict[str, Any]:
        """The context that Cedar decides on; `role` is the role class of the token."""
        return {
            "role": self.role,
            "rolesHere": sorted(self.here),
            "rolesOver": sorted(self.over),
            "rolesOverBelowRoot": sorted(self.below_root),
            "rolesAtRoot": sorted(self.at_root),
            **more,
        }
