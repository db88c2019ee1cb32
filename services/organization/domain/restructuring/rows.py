"""Dòng kế thừa - what a plan comes to, one row per organisation: inert until the plan takes effect."""

from uuid import UUID

import msgspec

FOUNDED = "FOUNDED"
CHANGED = "CHANGED"
ENDED = "ENDED"


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What stood before, so that an undo can say so."""

    name: str
    type: str
    parent: UUID | None


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Một dòng: after it the organisation is what the row says.

    ENDED: `successors`, of which the first takes whoever is not allocated; what stood right below follows it.
    FOUNDED: `origins` are the organisations it comes from; `heir` takes its members back if the plan is undone.
    """

    kind: str
    organization: UUID
    code: str
    name: str
    type: str
    parent: UUID | None
    setting: str | None = None
    successors: tuple[UUID, ...] = ()
    origins: tuple[UUID, ...] = ()
    heir: UUID | None = None
    before: Before | None = None

    @property
    def successor(self) -> UUID | None:
        """Who takes what is left."""
        return self.successors[0] if self.successors else None
