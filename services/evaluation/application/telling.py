"""Số nào kể ra thì lộ người - which tallies may leave the service."""

from collections.abc import Sequence

FEWEST = 5
"""Tallies of fewer than so many present, or of a unanimous vote, would tell how each one voted."""


def tells_who(present: int, counts: Sequence[int]) -> bool:
    """Whether the sums would tell how somebody voted."""
    return present < FEWEST or max(counts) == present
