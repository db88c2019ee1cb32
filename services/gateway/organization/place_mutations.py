"""Mutations of the register of places: posted to the organization service with the user's own token."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.commanding.settling import settle
from services.gateway.organization import places
from services.gateway.organization.enums import PlaceKind
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION, MIN_POSITION
from services.gateway.organization.mutations import Input, OrganizationError
from services.gateway.organization.place_type import Place, shown
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, PLACE, uuid_of
from services.gateway.types.scalars import Position
from services.organization.contracts import requests
from shared.vocabulary.requests import Request

_HEAD = "Người đứng đầu là đảng viên / Whether the head is a member"


@strawberry.input(description="Ghi một địa bàn / Registering a place")
class RegisterPlaceInput:
    """Ghi địa bàn."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description="Xã, phường / The commune")
    kind: PlaceKind = strawberry.field(description="Loại / The kind")
    name: str = strawberry.field(description="Tên / The name")
    valid_from: date = strawberry.field(description="Từ ngày / From this day on")
    valid_to: date | None = strawberry.field(default=None, description="Thôi từ ngày / Until, exclusive")
    head_is_member: bool | None = strawberry.field(default=None, description=_HEAD)
    cells: list[strawberry.ID] | None = strawberry.field(default=None, description="Các chi bộ / The cells there")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Ghi thay đổi của một địa bàn / What is new about a place")
class RecordPlaceInput:
    """Thay đổi của địa bàn."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    place_id: strawberry.ID = strawberry.field(description="Địa bàn / The place")
    on: date | None = strawberry.field(default=None, description="Từ ngày, mặc định hôm nay / From this day on")
    valid_to: date | None = strawberry.field(default=None, description="Thôi từ ngày / Until, exclusive")
    head_is_member: bool | None = strawberry.field(default=None, description=_HEAD)
    cells_added: list[strawberry.ID] | None = strawberry.field(default=None, description="Thêm chi bộ / Cells added")
    cells_left: list[strawberry.ID] | None = strawberry.field(default=None, description="Bớt chi bộ / Cells that left")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type(description="Kết quả của một lệnh về địa bàn / What became of a command about a place")
class PlacePayload:
    """Kết quả về địa bàn."""

    place: Place | None = strawberry.field(description="Địa bàn / The place")
    errors: list[OrganizationError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type
class PlaceMutations:
    """Lệnh về sổ địa bàn."""

    @strawberry.mutation(description="Ghi một địa bàn vào sổ / Enter a place into the register")
    async def register_place(self, info: Info, input: Annotated[RegisterPlaceInput, Input]) -> PlacePayload:
        """Ghi địa bàn."""

        def make() -> Request:
            return requests.RegisterPlace(
                command_id=input.command_id,
                organization_id=uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId"),
                kind=input.kind,
                name=input.name,
                valid_from=input.valid_from,
                valid_to=input.valid_to,
                head_is_member=input.head_is_member,
                cells=_cells(input.cells, "cells"),
                min_position=input.min_position,
            )

        return await _done(info, make)

    @strawberry.mutation(description="Ghi thay đổi của địa bàn / Record what is new about a place")
    async def record_place(self, info: Info, input: Annotated[RecordPlaceInput, Input]) -> PlacePayload:
        """Ghi thay đổi."""

        def make() -> Request:
            return requests.RecordPlace(
                command_id=input.command_id,
                place_id=uuid_of(input.place_id, PLACE, "input", "placeId"),
                on=input.on,
                valid_to=input.valid_to,
                head_is_member=input.head_is_member,
                cells_added=_cells(input.cells_added, "cellsAdded"),
                cells_left=_cells(input.cells_left, "cellsLeft"),
                expected_version=input.expected_version,
                min_position=input.min_position,
            )

        return await _done(info, make)


def _cells(given: list[strawberry.ID] | None, field: str) -> tuple[UUID, ...]:
    return tuple(uuid_of(one, ORGANIZATION, "input", field) for one in given or ())


async def _done(info: Info, make: Callable[[], Request]) -> PlacePayload:
    async def load(place: UUID) -> Place | None:
        row = await info.context.reader.row(places.by_id([place]))
        return shown(row) if row else None

    settled = await settle(info.context, "organization", make, load)
    return PlacePayload(place=settled.thing, errors=settled.errors, position=settled.position)
