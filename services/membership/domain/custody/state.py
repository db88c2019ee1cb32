"""Hồ sơ đang ở tay ai: the one custodian, the seal that stands, the incident that is open."""

from typing import get_args
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from services.membership.domain.custody import facts as told
from services.membership.domain.custody.facts import Custodian, Envelope
from shared.vocabulary.facts import Stream

_MEMBERS_FILE = "custody of the member's file"


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """The custody of one set of papers; `custodian` is None only before the first seal."""

    member: UUID | None = None
    custodian: Custodian | None = None
    envelope: Envelope | None = None
    incident: str = ""
    home_service: UUID | None = None
    hand_overs: int = 0

    def is_carried(self, *reached: UUID | None) -> bool:
        """Cơ quan đang mang hồ sơ: an officer, a committee or the post has it, and it is not yet where it was to go."""
        if self.custodian is None or self.custodian.kind == "MEMBER":
            return False
        return self.custodian.organization is None or self.custodian.organization not in reached


def custody_of(member: UUID) -> UUID:
    """The id of the custody of a member's file: there is one file, so there is one chain."""
    return uuid5(member, _MEMBERS_FILE)


def evolve(custody: Custody, fact: told.CustodyFact) -> Custody:
    """The custody after a fact: a hand-over names the new custodian in the fact that ends the old one's."""
    after = replace(custody, home_service=fact.home_service, member=fact.member)
    match fact:
        case told.FileSealed():
            return replace(after, custodian=fact.custodian, envelope=fact.envelope)
        case told.FileHandedOver():
            return replace(after, custodian=fact.receiver, hand_overs=custody.hand_overs + 1)
        case told.FileOpened():
            return replace(after, envelope=None)
        case told.CustodyIncidentOpened():
            return replace(after, incident=fact.kind)
        case told.CustodyIncidentClosed():
            return replace(after, incident="", envelope=fact.envelope)


CUSTODIES: Stream[Custody] = Stream(name="custody", initial=Custody(), evolve=evolve, facts=get_args(told.CustodyFact))
