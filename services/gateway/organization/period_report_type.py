"""Báo cáo kỳ - what happened to the organisations and committees of a subtree in a period, every number with sources.

D2: seats supplemented, in committees and in cells, classes held, qualification. D3: organisations handed over,
received, founded, split or strengthened. No figure is kept: each is counted from the plans and decisions themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization.enums import OrganizationType
from services.gateway.reading.ids import ORGANIZATION, RESTRUCTURING, global_id

GRASSROOTS = frozenset({OrganizationType.GRASSROOTS_COMMITTEE.value, OrganizationType.GRASSROOTS_CELL.value})
CELLS = frozenset({OrganizationType.CELL.value, OrganizationType.GRASSROOTS_CELL.value})


@strawberry.type(description="Nguồn của một số liệu / Where a figure comes from")
class FigureSource:
    """Nguồn của một số liệu."""

    organization_id: strawberry.ID | None = strawberry.field(description="Tổ chức / The organisation")
    restructuring_id: strawberry.ID | None = strawberry.field(description="Phương án / The restructuring")
    operation: int | None = strawberry.field(description="Thao tác số / The number of the operation")
    decision_number: str | None = strawberry.field(description="Số quyết định / The decision's number")
    counted: int = strawberry.field(description="Góp vào số liệu / What it adds to the figure")


@strawberry.type(description="Một số liệu của báo cáo / One figure of the report")
class ReportFigure:
    """Một số liệu."""

    name: str = strawberry.field(description="Tên số liệu / Its name")
    count: int = strawberry.field(description="Số lượng / How many")
    base: int | None = strawberry.field(description="Trên tổng số / Out of how many")
    sources: list[FigureSource] = strawberry.field(description="Các nguồn; cộng lại bằng số lượng / They add up to it")


@strawberry.type(description="Báo cáo tổ chức và cấp ủy trong một kỳ / Organisations and committees in a period")
class PeriodReport:
    """Báo cáo kỳ."""

    from_: date = strawberry.field(name="from", description="Từ ngày / The first day")
    to: date = strawberry.field(description="Đến hết ngày / The last day")
    figures: list[ReportFigure] = strawberry.field(description="Các số liệu / The figures")


@dataclass
class Figures:
    """Figures while they are counted."""

    kept: dict[str, list[FigureSource]] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        name: str,
        counted: int = 1,
        *,
        organization: UUID | None = None,
        plan: UUID | None = None,
        operation: int | None = None,
        decision: str | None = None,
    ) -> None:
        """One more source of a figure."""
        source = FigureSource(
            organization_id=strawberry.ID(global_id(ORGANIZATION, organization)) if organization else None,
            restructuring_id=strawberry.ID(global_id(RESTRUCTURING, plan)) if plan else None,
            operation=operation,
            decision_number=decision,
            counted=counted,
        )
        self.kept.setdefault(name, []).append(source)

    def shown(self, names: Sequence[str]) -> list[ReportFigure]:
        """All of them in order; one without sources is 0."""
        return [self._one(name, self.kept.get(name, ())) for name in names]

    def _one(self, name: str, sources: Iterable[FigureSource]) -> ReportFigure:
        listed = list(sources)
        return ReportFigure(
            name=name, count=sum(one.counted for one in listed), base=self.bases.get(name), sources=listed
        )
