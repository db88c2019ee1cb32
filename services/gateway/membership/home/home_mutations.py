"""Mutations about service at home: posted to membership with the user's own token."""

from collections.abc import Callable
from typing import Annotated, Any

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.membership.home.home_inputs import (
    CloseCustodyIncidentInput,
    CustodianInput,
    DeviceTimeInput,
    HomeServiceReasonInput,
    RecordCustodyInput,
    RequestHomeServiceInput,
    ScheduleVisitInput,
)
from services.gateway.membership.home.home_service_type import HomeService, home_service_of
from services.gateway.membership.mutations import Input, MembershipError
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import HOME_SERVICE, MEMBER, ORGANIZATION, TRANSFER, uuid_of
from services.gateway.types.scalars import Position
from services.membership.contracts import home_requests

IDS = {
    "home_service_id": HOME_SERVICE,
    "member_id": MEMBER,
    "organization_id": ORGANIZATION,
    "transfer_id": TRANSFER,
}


@strawberry.type(description="Kết quả của một lệnh về phục vụ tại nhà / What became of a command about a home service")
class HomeServicePayload:
    """Kết quả."""

    home_service: HomeService | None = strawberry.field(description="Dịch vụ tại nhà / The home service")
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


def custodian_of(given: CustodianInput, *path: str) -> home_requests.Custodian:
    """A custodian as membership takes it."""
    place = given.organization_id
    return home_requests.Custodian(
        kind=given.kind,
        organization_id=uuid_of(place, ORGANIZATION, "input", *path, "organizationId") if place else None,
        officer=given.officer,
    )


def device_time_of(given: DeviceTimeInput | None) -> home_requests.DeviceTime | None:
    """The device's clocks as membership takes them."""
    return home_requests.DeviceTime(**vars(given)) if given else None


async def _settled(info: Info, make: Callable[[], Any]) -> HomeServicePayload:
    settled = await settle(info.context, "membership", make, lambda identity: home_service_of(info, identity))
    return HomeServicePayload(home_service=settled.thing, errors=settled.errors, position=settled.position)


def _taking(request: type[Any], kind: type[Any], description: str) -> Any:
    """The mutation of one act."""

    async def take(self: Any, info: Info, input: Any) -> HomeServicePayload:
        return await _settled(info, lambda: request_of(request, input, IDS))

    take.__annotations__["input"] = Annotated[kind, Input]
    take.__doc__ = description
    return strawberry.mutation(resolver=take, description=description)


@strawberry.type
class HomeMutations:
    """Lệnh về phục vụ tại nhà."""

    request_home_service = _taking(
        home_requests.RequestHomeService, RequestHomeServiceInput, "Đề nghị phục vụ tại nhà / Ask for service at home"
    )
    schedule_home_visit = _taking(
        home_requests.ScheduleHomeVisit,
        ScheduleVisitInput,
        "Lên lịch đến nhà; lần đang hẹn được thay / Plan a visit; one that is planned already is replaced",
    )
    cancel_home_service = _taking(
        home_requests.CancelHomeService, HomeServiceReasonInput, "Thôi phục vụ tại nhà / Call a home service off"
    )
    close_custody_incident = _taking(
        home_requests.CloseCustodyIncident,
        CloseCustodyIncidentInput,
        "Đóng sự cố: kiểm đếm, niêm phong lại; mở đường tiếp nhận / Close an incident: recounted, sealed anew",
    )

    @strawberry.mutation(description="Ghi niêm phong, bàn giao hoặc mở hồ sơ / Record a seal, a hand-over, an opening")
    async def record_custody(self, info: Info, input: Annotated[RecordCustodyInput, Input]) -> HomeServicePayload:
        """Giữ hồ sơ."""

        def make() -> home_requests.RecordCustody:
            more: dict[str, Any] = {"giver": custodian_of(input.giver, "giver")}
            more |= {"receiver": custodian_of(input.receiver, "receiver")} if input.receiver else {}
            more |= {"at": device_time_of(input.at)} if input.at else {}
            return request_of(home_requests.RecordCustody, input, IDS, **more)

        return await _settled(info, make)
