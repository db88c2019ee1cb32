"""Hồ sơ đọc từ sổ đã công bố - members, transfers, guests, seats, evaluations: where each is, and from when to when."""

from collections.abc import Callable
from typing import Any

import msgspec

Body = dict[str, Any]
_TRANSFER_ENDS = ("TransferConfirmed", "TransferRefused", "TransferWithdrawn", "TransferCancelled")
_FINISHED = ("PUBLISHED", "REVISED", "CLOSED")


class Record(msgspec.Struct, kw_only=True):
    """One thing that has a place; `since` and `until` are sequences of its log."""

    place: str
    since: int
    until: int | None = None
    card: bool = False

    def was_there(self, at: int) -> bool:
        """Whether it was open at a sequence."""
        return self.since <= at and (self.until is None or self.until > at)


class Records:
    """Everything that a proof counts, of the three logs."""

    def __init__(self, plan: str) -> None:
        self._plan = plan
        self.members: dict[str, Record] = {}
        self.transfers: dict[str, Record] = {}
        self.guests: dict[str, Record] = {}
        self.seats: dict[str, Record] = {}
        self.evaluations: dict[str, Record] = {}
        self.moved: dict[str, str] = {}  # whom the plan placed alone, and where

    def of_membership(self, name: str, body: Body, at: int, pinned: int) -> None:
        """After `pinned` only the plan's own moves count."""
        if name == "MemberRehomed" and body["plan"] == self._plan:
            self.moved.setdefault(body["member"], body["to_cell"])
        elif at <= pinned:
            self._of_members(name, body, at)

    def of_evaluation(self, _name: str, body: Body, at: int) -> None:
        """Every fact of an evaluation tells where it stands."""
        if "evaluation" not in body:
            return
        known = self.evaluations.setdefault(body["evaluation"], Record(place=body["place"], since=at))
        known.place, known.until = body["place"], at if body["standing"]["state"] in _FINISHED else None

    def of_seats(self, name: str, body: Body, at: int) -> None:
        """Organization's own log."""
        match name:
            case "SeatTaken":
                self.seats[body["seat"]] = Record(place=body["organization"], since=at)
            case "SeatVacated":
                self.seats[body["seat"]].until = at
            case "SeatReopened":
                self.seats[body["seat"]].until = None

    def counted(self, kind: str, at: int, stands: Callable[[str], bool], *, moved: bool = False) -> int:
        """How many of a kind were there at a sequence and have a place that stands."""
        return sum(
            stands(self._place(one, record, moved)) for one, record in self._of(kind).items() if record.was_there(at)
        )

    def cards(self, at: int, stands: Callable[[str], bool], *, moved: bool = False) -> int:
        """The same for cards."""
        found = [(one, record) for one, record in self.members.items() if record.card and record.was_there(at)]
        return sum(stands(self._place(one, record, moved)) for one, record in found)

    def _of(self, kind: str) -> dict[str, Record]:
        return getattr(self, kind)

    def _place(self, one: str, record: Record, moved: bool) -> str:
        return self.moved.get(one, record.place) if moved else record.place

    def _of_members(self, name: str, body: Body, at: int) -> None:
        match name:
            case "MemberRegistered":
                card = body.get("card_number") is not None
                self.members[body["member"]] = Record(place=body["cell"], since=at, card=card)
            case "MemberRehomed" | "TransferAdmitted":
                self.members[body["member"]].place = body["to_cell"]
            case "TransferRequested":
                self.transfers[body["transfer"]] = Record(place=body["destination"], since=at)
            case "GuestAdmitted":
                self.guests[body["transfer"]] = Record(place=body["cell"], since=at)
            case "GuestReturned":
                self.guests[body["transfer"]].until = at
            case _ if name in _TRANSFER_ENDS:
                self.transfers[body["transfer"]].until = at
