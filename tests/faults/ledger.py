"""What the system has acknowledged to its callers: the list that nothing may be missing from, ever."""

from uuid import UUID

from shared.testing.invariants import Acknowledged


class Ledger:
    """All acknowledged commands of a run."""

    def __init__(self) -> None:
        self._entries: dict[UUID, Acknowledged] = {}

    def note(self, service: str, command_id: UUID, thing: UUID) -> None:
        """Remember an answer. The same command answered twice has to name the same thing."""
        entry = Acknowledged(service=service, command_id=command_id, thing=thing)
        first = self._entries.setdefault(command_id, entry)
        assert first == entry, f"{command_id} was answered with {first.thing} and then with {thing}"

    def entries(self) -> list[Acknowledged]:
        """Everything acknowledged so far."""
        return list(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)
