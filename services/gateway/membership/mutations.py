"""Mutations about members and transfers: posted to membership with the user's own token. Each step is one line."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.membership import members
from services.gateway.membership.incoming_input import RegisterIncomingTransferInput, person_of
from services.gateway.membership.inputs import (
    OnBehalfInput,
    RegisterMemberInput,
    RequestTransferInput,
    TransferReasonInput,
    TransferStepInput,
)
from services.gateway.membership.letter_input import RecordPaperLetterInput, boxes_of
from services.gateway.membership.life_inputs import CorrectMemberInput, DecideMemberStateInput, HoldInput
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.membership.transfer_type import Transfer, transfer_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION, PLACE, TRANSFER, uuid_of
from services.gateway.refusing.error_union import ErrorUnion
from services.gateway.refusing.user_error import MembershipErrors, UserError
from services.gateway.types.scalars import Position
from services.membership.contracts import requests

if TYPE_CHECKING:
    MembershipError = UserError
else:  # the members are known only when the module is loaded
    MembershipError = ErrorUnion(
        "MembershipError", MembershipErrors, "Lỗi của lệnh về đảng viên / What membership's commands refuse"
    )
Input = strawberry.argument(description="Nội dung lệnh / The command")


@strawberry.type(description="Kết quả của một lệnh về đảng viên / What became of a command about a member")
class MemberPayload:
    """Kết quả về đảng viên."""

    member: Member | None = strawberry.field(description="Đảng viên / The member")
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type(description="Kết quả của một lệnh về chuyển sinh hoạt / What became of a command about a transfer")
class TransferPayload:
    """Kết quả về chuyển sinh hoạt."""

    transfer: Transfer | None = strawberry.field(description="Hồ sơ chuyển / The transfer")
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


def _on_behalf(given: OnBehalfInput | None) -> requests.OnBehalf | None:
    if given is None:
        return None
    place = uuid_of(given.organization_id, ORGANIZATION, "input", "onBehalf", "organizationId")
    return requests.OnBehalf(organization_id=place, evidence_hash=given.evidence_hash)


async def _transfer(info: Info, make: Callable[[], Any]) -> TransferPayload:
    settled = await settle(info.context, "membership", make, lambda identity: transfer_of(info, identity))
    return TransferPayload(transfer=settled.thing, errors=settled.errors, position=settled.position)


async def _member(info: Info, make: Callable[[], Any]) -> MemberPayload:
    async def load(identity: Any) -> Member | None:
        row = await info.context.loaders.one("member", members.by_id, "member").load(identity)
        return shown_member(row) if row else None

    settled = await settle(info.context, "membership", make, load)
    return MemberPayload(member=settled.thing, errors=settled.errors, position=settled.position)


_PLACES = {"residence_place_id": PLACE, "workplace_id": PLACE}


def _deciding(request: type[Any], kind: type[Any], description: str) -> Any:
    """The mutation of one act on a member."""

    async def take(self: Any, info: Info, input: Any) -> MemberPayload:
        ids = {"member_id": MEMBER, "organization_id": ORGANIZATION, **_PLACES}
        return await _member(info, lambda: request_of(request, input, ids))

    take.__annotations__["input"] = Annotated[kind, Input]
    take.__doc__ = description
    return strawberry.mutation(resolver=take, description=description)


async def _step(info: Info, request: type[Any], given: TransferStepInput | TransferReasonInput) -> TransferPayload:
    ids = {"transfer_id": TRANSFER, "forward_to_id": ORGANIZATION}
    return await _transfer(info, lambda: request_of(request, given, ids, on_behalf=_on_behalf(given.on_behalf)))


def _stepping(request: type[Any], kind: type[Any], description: str) -> Any:
    """The mutation of one step."""

    async def take(self: Any, info: Info, input: Any) -> TransferPayload:
        return await _step(info, request, input)

    take.__annotations__["input"] = Annotated[kind, Input]
    take.__doc__ = description
    return strawberry.mutation(resolver=take, description=description)


@strawberry.type
class MembershipMutations:
    """Lệnh về đảng viên và chuyển sinh hoạt."""

    @strawberry.mutation(description="Đăng ký đảng viên vào chi bộ / Register a member in a cell")
    async def register_member(self, info: Info, input: Annotated[RegisterMemberInput, Input]) -> MemberPayload:
        """Đăng ký đảng viên."""

        def make() -> requests.RegisterMember:
            others = tuple(requests.ExternalId(system=e.system, value=e.value) for e in input.external_ids or ())
            ids = {"organization_id": ORGANIZATION, **_PLACES}
            return request_of(requests.RegisterMember, input, ids, external_ids=others)

        return await _member(info, make)

    place_hold = _deciding(requests.PlaceHold, HoldInput, "Tạm giữ chuyển sinh hoạt / Place a hold")
    lift_hold = _deciding(requests.LiftHold, HoldInput, "Thôi tạm giữ / Lift a hold")
    decide_member_state = _deciding(
        requests.DecideMemberState, DecideMemberStateInput, "Ghi quyết định về đảng viên / Record a decision"
    )
    correct_member = _deciding(
        requests.CorrectMember, CorrectMemberInput, "Đính chính lý lịch theo minh chứng / Correct by evidence"
    )

    @strawberry.mutation(description="Đề nghị chuyển sinh hoạt đảng / Ask for a transfer")
    async def request_transfer(self, info: Info, input: Annotated[RequestTransferInput, Input]) -> TransferPayload:
        """Đề nghị chuyển sinh hoạt."""
        ids = {"member_id": MEMBER, "destination_id": ORGANIZATION}
        return await _transfer(
            info, lambda: request_of(requests.RequestTransfer, input, ids, on_behalf=_on_behalf(input.on_behalf))
        )

    review_transfer = _stepping(
        requests.ReviewTransfer, TransferStepInput, "Chi bộ nơi đi xem xét / The cell of origin reviews"
    )
    endorse_transfer = _stepping(
        requests.EndorseTransfer, TransferStepInput, "Cấp ủy nơi đi xác nhận / A committee of the origin endorses"
    )
    receive_transfer = _stepping(
        requests.ReceiveTransfer, TransferStepInput, "Cấp ủy nơi đến tiếp nhận / A receiving committee receives"
    )
    present_transfer = _stepping(
        requests.PresentTransfer, TransferStepInput, "Nộp giấy cho chi ủy nơi đến / The paper is handed to the cell"
    )
    admit_transfer = _stepping(
        requests.AdmitTransfer, TransferStepInput, "Tiếp nhận vào sinh hoạt; nơi sinh hoạt đổi / The home changes"
    )
    confirm_transfer = _stepping(
        requests.ConfirmTransfer, TransferStepInput, "Phiếu báo của nơi chưa kết nối / The notice of an external body"
    )

    @strawberry.mutation(
        description="Đăng ký giấy giới thiệu từ nơi chưa kết nối / Register a letter from an organisation outside"
    )
    async def register_incoming_transfer(
        self, info: Info, input: Annotated[RegisterIncomingTransferInput, Input]
    ) -> TransferPayload:
        """Đăng ký giấy chuyển đến."""
        ids = {"origin_id": ORGANIZATION, "destination_id": ORGANIZATION, "member_id": MEMBER}
        person = person_of(input.person)
        return await _transfer(info, lambda: request_of(requests.RegisterIncomingTransfer, input, ids, person=person))

    @strawberry.mutation(
        description="Nhập nhiều ô của một giấy giới thiệu trong một lần / Enter several boxes of one letter in one call"
    )
    async def record_paper_letter(self, info: Info, input: Annotated[RecordPaperLetterInput, Input]) -> TransferPayload:
        """Nhập giấy giới thiệu."""
        return await _transfer(
            info,
            lambda: request_of(
                requests.RecordPaperLetter, input, {"transfer_id": TRANSFER}, boxes=boxes_of(input.boxes)
            ),
        )

    extend_temporary_transfer = _stepping(
        requests.ExtendTemporaryTransfer, TransferReasonInput, "Gia hạn sinh hoạt tạm thời / Extend a temporary stay"
    )
    end_temporary_transfer = _stepping(
        requests.EndTemporaryTransfer, TransferReasonInput, "Kết thúc sinh hoạt tạm thời / End a temporary stay"
    )
    return_transfer = _stepping(
        requests.ReturnTransfer, TransferReasonInput, "Trả lại để bổ sung / Return it for correction"
    )
    refuse_transfer = _stepping(requests.RefuseTransfer, TransferReasonInput, "Không chấp nhận / Refuse it")
    withdraw_transfer = _stepping(
        requests.WithdrawTransfer, TransferReasonInput, "Rút đề nghị, trước khi giới thiệu / Withdraw it"
    )
    cancel_transfer = _stepping(
        requests.CancelTransfer, TransferReasonInput, "Hủy sau khi giới thiệu / Cancel it after the introduction"
    )
    reissue_transfer_paper = _stepping(
        requests.ReissueTransferPaper, TransferReasonInput, "Cấp lại giấy bị mất / Reissue a lost paper"
    )
    decide_overdue_transfer = _stepping(
        requests.DecideOverdueTransfer, TransferReasonInput, "Xem xét việc quá hạn / Decide an overdue case"
    )
