"""What a check of the invariants hands back."""

import msgspec


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """An invariant that does not hold: which one, in which service, and where to look."""

    invariant: str
    service: str
    detail: str

    def __str__(self) -> str:
        return f"{self.service}: {self.invariant} ({self.detail})"
