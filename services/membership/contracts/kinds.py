"""Các hình thức chuyển sinh hoạt - the catalogue of kinds: paper, who opens it, which clocks run (domain.md 3.1)."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from services.membership.contracts.enums import TransferKind


class Paper(StrEnum):
    """Mẫu giấy - what a kind travels on."""

    TEN_BOXES = "TEN_BOXES"
    SEVEN_BOXES = "SEVEN_BOXES"
    INTERNAL = "INTERNAL"
    ABROAD_TEMPORARY = "ABROAD_TEMPORARY"
    SIGNED_LIST = "SIGNED_LIST"


class Opening(StrEnum):
    """Bắt đầu từ đâu: a request, the letter of an organisation outside, or a restructuring."""

    REQUEST = "REQUEST"
    INCOMING_LETTER = "INCOMING_LETTER"
    RESTRUCTURING = "RESTRUCTURING"


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """Một hình thức chuyển: its paper, how many boxes that has, who opens it, and what its clocks are about."""

    paper: Paper
    boxes: int = 0  # none: no letter for each member
    opened_by: Opening = Opening.REQUEST
    moves_home: bool = True
    letter: bool = True  # each member gets one, so 30 working days to present it run
    starts_in_time: bool = True  # 60 working days to ask for it run from the effective date
    reviewed_by_cell: bool = True  # the origin cell's box comes first


KINDS: Mapping[TransferKind, Kind] = {
    TransferKind.OFFICIAL: Kind(paper=Paper.TEN_BOXES, boxes=10),
    TransferKind.TEMPORARY: Kind(paper=Paper.SEVEN_BOXES, boxes=7, moves_home=False),
    TransferKind.INTERNAL: Kind(paper=Paper.INTERNAL, boxes=3),
    TransferKind.ABROAD_OFFICIAL: Kind(paper=Paper.TEN_BOXES, boxes=10),
    TransferKind.ABROAD_TEMPORARY: Kind(paper=Paper.ABROAD_TEMPORARY, boxes=7, moves_home=False),
    TransferKind.RETURN_FROM_ABROAD: Kind(
        paper=Paper.TEN_BOXES, boxes=10, opened_by=Opening.INCOMING_LETTER, starts_in_time=False, reviewed_by_cell=False
    ),
    TransferKind.COLLECTIVE: Kind(
        paper=Paper.SIGNED_LIST,
        opened_by=Opening.RESTRUCTURING,
        letter=False,
        starts_in_time=False,
        reviewed_by_cell=False,
    ),
    TransferKind.ORG_DISBANDED: Kind(
        paper=Paper.TEN_BOXES, boxes=10, opened_by=Opening.RESTRUCTURING, starts_in_time=False, reviewed_by_cell=False
    ),
}
"""Box counts beyond the first two forms are not confirmed; so is the paper of a dissolved organisation."""
