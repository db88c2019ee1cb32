"""Gói mang đi - a day's visits for one device, encrypted to its own key, good for eight hours."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

import msgspec
import strawberry

from services.gateway.membership.home import home_services
from services.gateway.membership.home.home_service_type import HomeService, shown
from services.gateway.reading.asked import Info
from services.gateway.reading.query import Query, where
from shared.http.device_bundles import encrypted_to

GOOD_FOR = timedelta(hours=8)


@strawberry.type(description="Gói mã hóa cho một máy / A bundle that one device can open")
class VisitBundle:
    """Gói mang đi."""

    jwe: str = strawberry.field(description="Nội dung mã hóa (JWE) / The encrypted content (JWE)")
    expires_at: datetime = strawberry.field(description="Hết hạn lúc; máy xóa gói / Its end; the device deletes it")
    visits: int = strawberry.field(description="Số lượt trong gói / How many visits are in it")


async def bundle(info: Info, device_key: str, on: date | None) -> VisitBundle:
    """The officer's own open visits of a day; every name and address in it is on record as read."""
    asked = info.context
    day = on or asked.today
    conditions = (where("officer = {}", asked.viewer.actor.subject), where("visit_on = {}", day), where("open"))
    query = Query(
        table=home_services.TABLE,
        columns=home_services.COLUMNS,
        where=conditions,
        order_by=("neighbourhood", "ordinal"),
    )
    visits = [await _carried(info, shown(row)) for row in await asked.reader.rows(query)]
    ends_at = asked.now + GOOD_FOR
    content = msgspec.json.encode({"on": day, "issuedAt": asked.now, "expiresAt": ends_at, "visits": visits})
    return VisitBundle(jwe=encrypted_to(device_key, content, ends_at), expires_at=ends_at, visits=len(visits))


async def _carried(info: Info, service: HomeService) -> dict[str, Any]:
    visit, custody = service.visit(), await service.custody(info)
    return {
        "id": service.id,
        "version": service.version,
        "service": service.service,
        "taskCode": service.task_code,
        "visit": visit.number if visit else 0,
        "slot": visit.slot if visit else None,
        "memberName": await service.member_name(info),
        "address": await service.address(info),
        "proxy": await service.proxy(info),
        "neighbourhood": service.neighbourhood,
        "captureKey": await service.capture_key(info),
        "acceptedProofs": service.accepted_proofs,
        "sealNumber": custody.seal_number if custody else None,
    }


@strawberry.type
class VisitBundleQueries:
    """Gói mang đi."""

    @strawberry.field(
        description="Gói mã hóa các lượt trong ngày của chính cán bộ, dùng được 8 giờ"
        " / The officer's own visits of a day, encrypted to his device, good for 8 hours"
    )
    async def visit_bundle(
        self,
        info: Info,
        device_key: Annotated[
            str, strawberry.argument(description="Khóa công khai của máy, dạng JWK / The device's public key as JWK")
        ],
        on: Annotated[date | None, strawberry.argument(description="Ngày; mặc định hôm nay / The day")] = None,
    ) -> VisitBundle:
        """Gói mang đi."""
        return await bundle(info, device_key, on)
