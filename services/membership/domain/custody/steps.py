"""Bàn giao hồ sơ niêm phong - seal, hand over, open, and what follows a seal that is not as it should be."""

import re
from uuid import UUID

import msgspec

from services.membership.domain.custody import facts as told
from services.membership.domain.custody.facts import Custodian, Envelope
from services.membership.domain.custody.state import Custody
from services.membership.domain.home_service.moment import Moment
from services.membership.domain.paper import evidence_hash
from services.membership.domain.refusals_custody import (
    CustodyIncidentIsOpen,
    FileIsNotSealed,
    FileIsSealedAlready,
    FileIsWithAnother,
    NoCustodyIncidentIsOpen,
    OnlyACommitteeOpensTheFile,
    PapersAreNotCounted,
    ReceiverHasTheFile,
    SealNumberIsNotReadable,
)
from shared.vocabulary.facts import Sealed

SEAL_BROKEN, SEAL_DIFFERS, INVENTORY_DIFFERS = "SEAL_BROKEN", "SEAL_DIFFERS", "INVENTORY_DIFFERS"
_SEAL = re.compile(r"[A-Z0-9](?:[A-Z0-9]|[-./]){3,29}")
_MOST_PAPERS = 2_000


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the receiver saw: the number on the seal, whether it is whole, and the list if it was counted."""

    seal_number: str
    intact: bool = True
    inventory_hash: str | None = None


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """From whom to whom; by post with the number of the postal item."""

    giver: Custodian
    receiver: Custodian
    paper_number: str | None = None


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """When and for which service it happened, before which witness."""

    member: UUID
    home_service: UUID
    moment: Moment
    witness: Sealed | None = None


def seal_number(text: str, *path: str) -> str:
    """The one form of a seal's number."""
    number = text.replace(" ", "").upper()
    if not _SEAL.fullmatch(number) or not any(sign.isdigit() for sign in number):
        raise SealNumberIsNotReadable(*path)
    return number


def envelope(number: str, inventory: str, papers: int) -> Envelope:
    """The envelope as it is kept."""
    if not 1 <= papers <= _MOST_PAPERS:
        raise PapersAreNotCounted("papers", most=_MOST_PAPERS)
    inventory_hash = evidence_hash(inventory, "inventory_hash")
    assert inventory_hash is not None
    return Envelope(seal_number=seal_number(number, "seal_number"), inventory_hash=inventory_hash, papers=papers)


def seal(custody: Custody, who: Custodian, sealed: Envelope, on: Occasion) -> tuple[told.FileSealed]:
    """Niêm phong, by whoever has the file; the first seal says who that is."""
    if custody.envelope is not None:
        raise FileIsSealedAlready("seal_number")
    if custody.incident:
        raise CustodyIncidentIsOpen("home_service_id")
    _has(custody, who)
    return (told.FileSealed(custodian=who, envelope=sealed, **msgspec.structs.asdict(on)),)


def hand_over(custody: Custody, way: Way, seen: Seen, on: Occasion) -> tuple[told.CustodyFact, ...]:
    """Bàn giao: the file moves whatever the seal looks like; a fault opens an incident in the same commit."""
    giver, receiver = way.giver, way.receiver
    if custody.envelope is None:
        raise FileIsNotSealed("seal_number")
    _has(custody, giver)
    if giver == receiver:
        raise ReceiverHasTheFile("receiver")
    handed = told.FileHandedOver(
        giver=giver,
        receiver=receiver,
        seal_number=seen.seal_number,
        intact=seen.intact,
        paper_number=way.paper_number,
        **msgspec.structs.asdict(on),
    )
    fault = _fault(custody.envelope, seen)
    if not fault or custody.incident:
        return (handed,)
    found = told.CustodyIncidentOpened(member=on.member, home_service=on.home_service, kind=fault, moment=on.moment)
    return (handed, found)


def open_by_right(custody: Custody, who: Custodian, on: Occasion) -> tuple[told.FileOpened]:
    """Mở hồ sơ: by the committee that has it, and never while an incident is open."""
    if custody.envelope is None:
        raise FileIsNotSealed("seal_number")
    _has(custody, who)
    if who.kind != "BODY":
        raise OnlyACommitteeOpensTheFile("giver")
    may_admit(custody, "home_service_id")
    return (told.FileOpened(member=on.member, home_service=on.home_service, custodian=who, moment=on.moment),)


def close_incident(
    custody: Custody, anew: Envelope, minutes: str, witness: Sealed, on: Occasion
) -> tuple[told.CustodyIncidentClosed]:
    """Lập biên bản, kiểm đếm, niêm phong lại: a new seal, a witness, the number of the minutes."""
    if not custody.incident:
        raise NoCustodyIncidentIsOpen("home_service_id")
    return (
        told.CustodyIncidentClosed(
            member=on.member,
            home_service=on.home_service,
            envelope=anew,
            paper_number=minutes,
            witness=witness,
            moment=on.moment,
        ),
    )


def may_admit(custody: Custody, *path: str) -> None:
    """Nobody is admitted on papers of which it is not certain that they are whole."""
    if custody.incident:
        raise CustodyIncidentIsOpen(*path)


def _has(custody: Custody, who: Custodian) -> None:
    if custody.custodian is not None and custody.custodian != who:
        raise FileIsWithAnother("giver", kind=custody.custodian.kind)


def _fault(known: Envelope, seen: Seen) -> str:
    if not seen.intact:
        return SEAL_BROKEN
    if seen.seal_number != known.seal_number:
        return SEAL_DIFFERS
    if seen.inventory_hash is not None and seen.inventory_hash != known.inventory_hash:
        return INVENTORY_DIFFERS
    return ""
