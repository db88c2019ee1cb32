"""What is typed from paper: letters from outside, several boxes at once, a stay: posted as membership takes it."""

from datetime import date
from uuid import uuid4

from services.gateway.reading.ids import global_id
from services.membership.contracts.enums import TransferKind, TransferStep
from services.membership.contracts.requests import (
    EndTemporaryTransfer,
    ExtendTemporaryTransfer,
    RecordPaperLetter,
    RegisterIncomingTransfer,
)
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt

MOVE = uuid4()


async def post(gateway, facts, name, kind, body):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    gateway.hand.answer = Receipt(thing="transfer", id=MOVE, version=1, position=Position(at={}).encode())
    query = f"mutation($in: {kind}!) {{ {name}(input: $in) {{ errors {{ ... on UserError {{ code path }} }} }} }}"
    payload = (await gateway.data(asked, query, **{"in": {"commandId": str(uuid4()), **body}}))[name]
    return payload["errors"], (gateway.hand.posted or [(None, None)])[-1][1]


async def test_a_letter_from_outside(gateway, facts):
    person = {"fullName": "Phạm Văn Chiến", "personalId": "082090000001", "dateOfBirth": "1990-01-01", "state": "FULL"}
    body = {
        "originId": global_id("Organization", facts.place("00")),
        "destinationId": global_id("Organization", facts.place("79.26740.001")),
        "kind": "RETURN_FROM_ABROAD",
        "reason": "ABROAD",
        "letterNumber": "9-QĐ",
        "introducedOn": "2026-11-02",
        "person": person,
    }
    errors, request = await post(gateway, facts, "registerIncomingTransfer", "RegisterIncomingTransferInput", body)
    assert errors == []
    assert isinstance(request, RegisterIncomingTransfer)
    assert (request.kind, request.person.full_name) == (TransferKind.RETURN_FROM_ABROAD, "Phạm Văn Chiến")


async def test_several_boxes(gateway, facts):
    transfer, place = global_id("Transfer", MOVE), global_id("Organization", facts.place("79.26740"))
    boxes = [
        {"step": "REVIEW", "actedOn": "2026-01-07"},
        {"step": "ENDORSE", "actedOn": "2026-01-09", "organizationId": place, "paperNumber": "15-GTSHĐ/ĐU"},
    ]
    given = {"transferId": transfer, "boxes": boxes}
    errors, request = await post(gateway, facts, "recordPaperLetter", "RecordPaperLetterInput", given)
    assert errors == []
    assert isinstance(request, RecordPaperLetter)
    assert [(box.step, box.acted_on) for box in request.boxes] == [
        (TransferStep.REVIEW, date(2026, 1, 7)),
        (TransferStep.ENDORSE, date(2026, 1, 9)),
    ]
    assert request.boxes[1].organization_id == facts.place("79.26740")


async def test_an_unreadable_id_names_its_box(gateway, facts):
    boxes = [{"step": "REVIEW", "actedOn": "2026-01-07", "organizationId": "?"}]
    given = {"transferId": global_id("Transfer", MOVE), "boxes": boxes}
    errors, _ = await post(gateway, facts, "recordPaperLetter", "RecordPaperLetterInput", given)
    assert errors == [{"code": "ID_IS_NOT_READABLE", "path": ["input", "boxes", "0", "organizationId"]}]


async def test_a_stay_is_extended_and_ended(gateway, facts):
    body = {"transferId": global_id("Transfer", MOVE), "reason": "việc chưa xong", "returnBy": "2027-05-01"}
    _, request = await post(gateway, facts, "extendTemporaryTransfer", "TransferReasonInput", body)
    assert isinstance(request, ExtendTemporaryTransfer)
    assert request.return_by == date(2027, 5, 1)
    del body["returnBy"]
    _, request = await post(gateway, facts, "endTemporaryTransfer", "TransferReasonInput", body)
    assert isinstance(request, EndTemporaryTransfer)
