"""Quy mô chi bộ sau sắp xếp - how many members each cell has once the plan counts, allocated members where they go."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from services.organization.domain.restructuring.planning import Planned


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """Số đảng viên: all, and full members among them (đảng viên chính thức)."""

    members: int = 0
    full: int = 0

    def plus(self, other: "Size", sign: int = 1) -> "Size":
        """Both together; `sign` -1 takes the other away."""
        return Size(members=self.members + sign * other.members, full=self.full + sign * other.full)


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Đảng viên đang ở chi bộ nào - where an allocated member is counted now."""

    cell: UUID
    full: bool

    @property
    def size(self) -> Size:
        """One person."""
        return Size(members=1, full=int(self.full))


def concerned(planned: Planned, pairs: Sequence[tuple[UUID, UUID]]) -> set[UUID]:
    """The cells whose size the plan changes."""
    ended = planned.ended_cells
    return {*ended, *ended.values(), *planned.movable, *(cell for _, cell in pairs)}


def after(
    planned: Planned,
    before: Mapping[UUID, Size],
    pairs: Sequence[tuple[UUID, UUID]],
    placed: Mapping[UUID, Placed],
) -> dict[UUID, Size]:
    """The size of every cell that the plan touches and that stands after it."""
    ended, movable = planned.ended_cells, planned.movable
    sizes = {cell: before.get(cell, Size()) for cell in concerned(planned, pairs)}
    for member, cell in pairs:
        if (now := placed.get(member)) is not None and now.cell in movable:
            sizes[now.cell] = sizes[now.cell].plus(now.size, -1)
            sizes[cell] = sizes[cell].plus(now.size)
    for source in ended:
        heir = ended[source]
        sizes[heir] = sizes[heir].plus(sizes[source])
    return {cell: size for cell, size in sizes.items() if cell not in ended}


def left_over(
    planned: Planned, before: Mapping[UUID, Size], pairs: Sequence[tuple[UUID, UUID]], placed: Mapping[UUID, Placed]
) -> dict[UUID, int]:
    """The cells that end with members who were not allocated alone, and how many; these go to the first successor."""
    named = Counter(placed[member].cell for member, _ in pairs if member in placed)
    return {cell: left for cell in planned.ended_cells if (left := before.get(cell, Size()).members - named[cell])}


def spread_of(
    pairs: Iterable[tuple[UUID, UUID]], placed: Mapping[UUID, Placed], holdings: Collection[UUID] = ()
) -> dict[UUID, tuple[UUID, ...]]:
    """Where the allocated members of each cell go, most of them first; holding cells come last."""
    counted: dict[UUID, Counter[UUID]] = {}
    for member, cell in pairs:
        if member in placed:
            counted.setdefault(placed[member].cell, Counter())[cell] += 1
    return {
        cell: tuple(sorted(targets, key=lambda one: (one in holdings, -targets[one], one)))
        for cell, targets in counted.items()
    }
