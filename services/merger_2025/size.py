"""Quy mô - how many members and cells, and what they take on the disk."""

import msgspec

_CELLS_EACH_AT_FULL_SIZE = 25
_FULL_SIZE = 5_400_000
_BYTES_OF_A_MEMBER = 7_000  # log, published log, mirror, keys and views
_BYTES_OF_ROWS = 2_500  # views alone, and the copy that the UPDATE is measured on
_BYTES_OF_A_CELL = 12_000
_OLD_UNITS = 10_040


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """`cells`: to an old unit, else as many as the members fill; `as_rows`: members straight into the views."""

    members: int
    cells: int | None = None
    as_rows: bool = False

    @property
    def cells_each(self) -> int:
        """Cells to an old unit."""
        return self.cells or max(1, round(_CELLS_EACH_AT_FULL_SIZE * self.members / _FULL_SIZE))

    @property
    def bytes_needed(self) -> int:
        """What the run writes at most, as measured, with a gigabyte to spare."""
        each = _BYTES_OF_ROWS if self.as_rows else _BYTES_OF_A_MEMBER
        return self.members * each + self.cells_each * _OLD_UNITS * _BYTES_OF_A_CELL + 2**30
