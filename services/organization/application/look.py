"""What the handlers look up; bound in service.py."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from shared.authority.scope import Scope


class Rules(Protocol):
    """The policy rows, as far as this service's own view has come."""

    async def value(self, key: str, lineage: Sequence[str], on: date) -> Any | None:
        """The value in force on a date; `lineage` has the codes from the organisation up to the root."""
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
