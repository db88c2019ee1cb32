"""Looks: the personal fields that one request has read so far, by member."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Look:
    """Một lần xem hồ sơ - which personal fields of one member were read, and what for."""

    member: UUID
    purpose: str
    fields: tuple[str, ...]


@dataclass
class Looks:
    """What is noted while an answer is made."""

    _noted: dict[tuple[UUID, str], set[str]] = field(default_factory=dict)

    def note(self, member: UUID, name: str, purpose: str) -> None:
        """A personal field was read."""
        self._noted.setdefault((member, purpose), set()).add(name)

    def all(self) -> tuple[Look, ...]:
        """One look for each member and purpose."""
        return tuple(
            Look(member=member, purpose=purpose, fields=tuple(sorted(names)))
            for (member, purpose), names in self._noted.items()
        )
