"""Viewer: who asks, and where their sight begins: folded from organization's grants, never read from a token."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.gateway.reading.ids import MEMBER, id_behind
from services.organization.contracts.enums import Role
from shared.authority.scope import Root
from shared.vocabulary.actor import Actor
from shared.vocabulary.codes import ROOT

READS_PERSONS = frozenset(
    {
        Role.CELL_SECRETARY,
        Role.COMMITTEE_OFFICER,
        Role.APPROVER,
        Role.INSPECTION_OFFICER,
        Role.AUDITOR,
    }
)
"""Roles that read persons under their organisation, as membership has it. Whoever is not named reads none."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Người xem - the account, its role class, the roots of its scope, and its own record if it is a member's."""

    actor: Actor
    today: date
    roots: tuple[Root, ...] = ()
    own: UUID | None = None
    opened: Mapping[UUID, str] = field(default_factory=dict)
    """Records opened in an emergency that still stand open, with the reason."""

    @property
    def person_roots(self) -> list[UUID]:
        """Below these the viewer reads persons: the root's officers get counts only (design 26)."""
        if self.actor.role not in READS_PERSONS:
            return []
        return [root.organization for root in self.roots if root.code != ROOT]

    @property
    def count_roots(self) -> list[UUID]:
        """Below these the viewer reads figures."""
        if self.actor.role == Role.MEMBER:
            return []
        return [root.organization for root in self.roots]

    @property
    def needs_purpose(self) -> bool:
        """An auditor reads identities only for a purpose that is said."""
        return self.actor.role == Role.AUDITOR


def own_record(actor: Actor) -> UUID | None:
    """The record that a member's account names: `member@<id>`, the id plain or global. Others are linked by a grant."""
    name, _, identity = actor.subject.partition("@")
    return id_behind(identity, MEMBER) if actor.role == Role.MEMBER and name == "member" else None
