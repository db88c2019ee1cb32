"""Hồ sơ đọc từ sổ đã công bố - members, transfers, guests, seats, evaluations: where each is, and from when to when.

Of a member only the place is kept, and whether there is a card: members who are in one cell share that note, so that a
nation's members fit into memory.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

Body = dict[str, Any]
Stands = Callable[[str], bool]
_TRANSFER_ENDS = ("TransferConfirmed", "TransferRefused", "TransferWithdrawn", "TransferCancelled")
_FINISHED = ("PUBLISHED", "REVISED", "CLOSED")


class Home(NamedTuple):
    """Where a member is at home, and whether the member has a card."""

    place: str
    card: bool


class Record(msgspec.Struct, kw_only=True, gc=False):
    """One thing that has a place; `since` and `until` are sequences of its log."""

    place: str
    since: int
    until: int | None = None

    def was_there(self, at: int) -> bool:
        """Whether it was open at a sequence."""
        return self.since <= at and (self.until is None or self.until > at)


class Records:
    """Everything that a proof counts, of the three logs."""

    def __init__(self, plan: str) -> None:
        self._plan = plan
        self._homes: dict[Home, Home] = {}
        self._members: dict[bytes, Home] = {}
        self._moved: dict[bytes, Home] = {}  # whom the plan placed alone, and where
        self._open: dict[str, dict[str, Record]] = {
            kind: {} for kind in ("transfers", "guests", "seats", "evaluations")
        }

    def of_membership(self, name: str, body: Body, at: int, pinned: int) -> None:
        """After `pinned` only the plan's own moves count."""
        if name == "MemberRehomed" and body["plan"] == self._plan:
            member = _key(body["member"])
            self._moved.setdefault(member, self._home(body["to_cell"], self._members[member].card))
        elif at <= pinned:
            self._of_members(name, body, at)

    def of_evaluation(self, body: Body, at: int) -> None:
        """Every fact of an evaluation tells where it stands."""
        if "evaluation" not in body:
            return
        known = self._open["evaluations"].setdefault(body["evaluation"], Record(place=body["place"], since=at))
        known.place, known.until = body["place"], at if body["standing"]["state"] in _FINISHED else None

    def of_seats(self, name: str, body: Body, at: int) -> None:
        """Organization's own log."""
        seats = self._open["seats"]
        match name:
            case "SeatTaken":
                seats[body["seat"]] = Record(place=body["organization"], since=at)
            case "SeatVacated":
                seats[body["seat"]].until = at
            case "SeatReopened":
                seats[body["seat"]].until = None

    def counted(self, kind: str, at: int, stands: Stands) -> int:
        """How many of a kind were there at a sequence and have a place that stands."""
        return _standing(Counter(one.place for one in self._open[kind].values() if one.was_there(at)), stands)

    def people(self, stands: Stands, *, moved: bool = False) -> tuple[int, int]:
        """Members who have a home that stands, and cards; `moved`: those whom the plan placed alone are there."""
        homes = Counter(self._members.values())
        if moved:
            homes.subtract(self._members[member] for member in self._moved)
            homes.update(self._moved.values())
        members: Counter[str] = Counter()
        cards: Counter[str] = Counter()
        for home, count in homes.items():
            members[home.place] += count
            cards[home.place] += count if home.card else 0
        return _standing(members, stands), _standing(cards, stands)

    def _of_members(self, name: str, body: Body, at: int) -> None:
        transfers, guests = self._open["transfers"], self._open["guests"]
        match name:
            case "MemberRegistered":
                home = self._home(body["cell"], body.get("card_number") is not None)
                self._members[_key(body["member"])] = home
            case "MemberRehomed" | "TransferAdmitted":
                member = _key(body["member"])
                self._members[member] = self._home(body["to_cell"], self._members[member].card)
            case "TransferRequested":
                transfers[body["transfer"]] = Record(place=body["destination"], since=at)
            case "GuestAdmitted":
                guests[body["transfer"]] = Record(place=body["cell"], since=at)
            case "GuestReturned":
                guests[body["transfer"]].until = at
            case _ if name in _TRANSFER_ENDS:
                transfers[body["transfer"]].until = at

    def _home(self, place: str, card: bool) -> Home:
        home = Home(place, card)
        return self._homes.setdefault(home, home)


def _key(member: str) -> bytes:
    return UUID(member).bytes


def _standing(places: Counter[str], stands: Stands) -> int:
    return sum(count for place, count in places.items() if count and stands(place))
