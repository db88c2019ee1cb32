"""Đính chính lý lịch - what was entered wrongly is put right by evidence; what stood before stays in the history."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.dates import born_before, in_order, not_in_future
from services.membership.domain.member import (
    Member,
    readable_card_number,
    readable_file_number,
    readable_name,
    readable_personal_id,
)
from services.membership.domain.refusals_life import NothingToCorrect


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What is to stand instead, in clear: checked here, sealed before anything is recorded."""

    full_name: str | None = None
    personal_id: str | None = None
    date_of_birth: date | None = None
    file_number: str | None = None
    card_number: str | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    seniority_from: date | None = None
    residence_place_id: UUID | None = None
    workplace_id: UUID | None = None


def checked(correction: Correction, member: Member, today: date) -> Correction:
    """The correction as it is kept, or a refusal."""
    if correction == Correction():
        raise NothingToCorrect()
    if correction.date_of_birth is not None:
        born_before(correction.date_of_birth, today, "date_of_birth")
    for field in ("admitted_on", "full_member_on", "seniority_from"):
        not_in_future(getattr(correction, field), today, field)
    admitted_on = correction.admitted_on or member.admitted_on
    full_on = correction.full_member_on or member.full_member_on
    in_order(correction.date_of_birth, admitted_on, "date_of_birth")
    in_order(admitted_on, full_on, "admitted_on" if correction.admitted_on else "full_member_on")
    return msgspec.structs.replace(
        correction,
        full_name=readable_name(correction.full_name) if correction.full_name is not None else None,
        personal_id=readable_personal_id(correction.personal_id) if correction.personal_id is not None else None,
        file_number=readable_file_number(correction.file_number),
        card_number=readable_card_number(correction.card_number),
    )
