"""admissionReport: the plan of admissions against what the facts say, for each period of a plan (D17)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
import strawberry

from services.gateway.membership import admissions
from services.gateway.organization import policies
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.reading.query import where
from services.gateway.refusing.refusals import PeriodIsNotInOrder

PLAN = "admission.plan"


@strawberry.type(description="Kế hoạch kết nạp của một kỳ, so với thực hiện / A period's plan against what was done")
class AdmissionPlan:
    """Kế hoạch kết nạp."""

    begins_on: date = strawberry.field(description="Từ ngày / From")
    ends_on: date | None = strawberry.field(description="Đến hết ngày; null: chưa định / To; null: open")
    planned: int = strawberry.field(description="Số người theo kế hoạch / Planned")
    admitted: int = strawberry.field(description="Số đã kết nạp trong kỳ, đến nay / Admitted in it so far")
    source: str = strawberry.field(description="Văn bản giao kế hoạch / The document that sets it")


@strawberry.type(description="Kết nạp đảng viên: kế hoạch và thực hiện / Admissions, planned and done")
class AdmissionReport:
    """Kết nạp đảng viên."""

    admitted: int = strawberry.field(
        description="Số đã kết nạp trong thời gian hỏi; không tính quyết định bị hủy"
        " / Admitted in the time asked about; cancelled admissions are not counted"
    )
    plans: list[AdmissionPlan] = strawberry.field(
        description="Kế hoạch của tổ chức chạm vào thời gian đó (quy định admission.plan)"
        " / The organisation's plans that touch it (policy admission.plan)"
    )


@strawberry.type
class AdmissionQueries:
    """Kết nạp."""

    @strawberry.field(
        description="Kế hoạch kết nạp so với thực hiện, kể từ các sự kiện / The plan of admissions against the facts"
    )
    async def admission_report(
        self,
        info: Info,
        *,
        organization: Annotated[
            strawberry.ID, strawberry.argument(description="Tổ chức, cả cấp dưới / With all below")
        ],
        begin: Annotated[date, strawberry.argument(description="Từ ngày / From")],
        end: Annotated[date, strawberry.argument(description="Đến hết ngày / To, inclusive")],
    ) -> AdmissionReport:
        """Kế hoạch và thực hiện."""
        if end < begin:
            raise PeriodIsNotInOrder("end")
        asked, place = info.context, uuid_of(organization, ORGANIZATION, "organization")
        after = end + timedelta(days=1)
        query = policies.rows(PLAN, [place], None)
        touching = where("valid_from < {} and (valid_to is null or valid_to > {})", after, begin)
        rows = await asked.reader.rows(replace(query, where=(*query.where, touching)))
        return AdmissionReport(
            admitted=await asked.reader.number(admissions.figures(place, begin, after, asked.today)),
            plans=[await _plan(asked, place, row) for row in rows],
        )


async def _plan(asked: Asked, place: UUID, row: Row) -> AdmissionPlan:
    ends = row["valid_to"]
    until = ends or asked.today + timedelta(days=1)
    return AdmissionPlan(
        begins_on=row["valid_from"],
        ends_on=ends - timedelta(days=1) if ends else None,
        planned=int(msgspec.json.decode(row["value"])),
        admitted=await asked.reader.number(admissions.figures(place, row["valid_from"], until, asked.today)),
        source=row["source"],
    )
