"""Looks: the personal fields that one request has read so far, by member."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

GLASS = "Mở hồ sơ khẩn cấp: "


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

    def all_for(self, opened: Mapping[UUID, str]) -> tuple[Look, ...]:
        """The same; a look through broken glass says so and why."""
        return tuple(
            replace(look, purpose=f"{GLASS}{opened[look.member]}") if look.member in opened else look
            for look in self.all()
        )
