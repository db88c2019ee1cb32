"""What a benchmark hands back: one figure with its unit, what it was held against, the goal and whether it was met."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

REPORT = Path("build/bench.json")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One measured value. `ratio` is value over the peer's in `against`; `goal` is shown, `met` its outcome."""

    value: float
    unit: str
    against: dict[str, float] = {}
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


Figures = dict[str, Figure]


def at_most(value: float, unit: str, limit: float) -> Figure:
    """A figure that has to stay at or below a limit."""
    return Figure(value=round(value, 2), unit=unit, goal=f"≤ {limit:g} {unit}", met=value <= limit)


def at_least(value: float, unit: str, limit: float) -> Figure:
    """A figure that has to reach a limit."""
    return Figure(value=round(value, 2), unit=unit, goal=f"≥ {limit:g} {unit}", met=value >= limit)


def beside(figure: Figure, limit: str, limit_value: float) -> Figure:
    """The same, held against what the machine itself allowed in the same run."""
    ratio = round(figure.value / limit_value, 2) if limit_value else None
    return msgspec.structs.replace(figure, against={limit: round(limit_value, 2)}, ratio=ratio)


def plain(value: float, unit: str) -> Figure:
    """A figure without a goal."""
    return Figure(value=round(value, 2), unit=unit)


def faster_than(value: float, unit: str, peer: str, peer_value: float, *, goal: float | None = None) -> Figure:
    """A figure held against a peer's, measured in the same run on the same server."""
    ratio = value / peer_value if peer_value else float("inf")
    return Figure(
        value=round(value, 1),
        unit=unit,
        against={peer: round(peer_value, 1)},
        ratio=round(ratio, 2),
        goal=f"≥ {goal:g} ×" if goal else "",
        met=None if goal is None else ratio >= goal,
    )


def write(figures: Figures, path: Path = REPORT) -> None:
    """build/bench.json: name → figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))


def show(figures: Figures, *, seconds: float) -> None:
    """The table people read."""
    table = Table(title=f"lienthong, measured in {seconds:.0f} s on this machine")
    for heading in ("figure", "value", "against", "ratio", "goal", "met"):
        table.add_column(heading, justify="left" if heading in {"figure", "against"} else "right")
    for name, figure in figures.items():
        table.add_row(name, *_cells(figure))
    Console(width=150).print(table)


def missed(figures: Figures) -> list[str]:
    """The names of the goals that were not met."""
    return [name for name, figure in figures.items() if figure.met is False]


def median(values: Iterable[float]) -> float:
    """The middle value; of an even number the upper of the two."""
    return percentile(values, 50)


def percentile(values: Iterable[float], percent: float) -> float:
    """The value that `percent` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")


def _cells(figure: Figure) -> tuple[str, ...]:
    against = ", ".join(f"{name} {value:,g}" for name, value in figure.against.items())
    met = "" if figure.met is None else "yes" if figure.met else "NO"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} ×"
    return f"{figure.value:,.2f} {figure.unit}", against, ratio, figure.goal, met
