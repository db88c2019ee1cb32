"""Đổi nơi nhận theo tổ chức kế thừa - the route follows the bodies on it; no clock is reset and no letter voided."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from services.membership.domain.route import Hop
from services.membership.domain.transfer.facts import Act, Replaced, TransferReaddressed
from services.membership.domain.transfer.state import Transfer
from services.membership.domain.transfer.steps import ENDED

Heirs = Mapping[UUID, tuple[UUID, str]]
"""Organisation → the organisation that stands for it now, and its type."""


def readdress(transfer: Transfer, heirs: Heirs, today: date) -> tuple[TransferReaddressed, ...]:
    """The same number of hops, each with the body that stands now; nothing where all of them still stand."""
    if not transfer.stay_is_open and (transfer.state in ENDED or transfer.state == "ADMITTED"):
        return ()  # a guest's stay follows the guest cell until the return
    hops = tuple(_heir(hop, heirs) for hop in transfer.hops)
    if hops == transfer.hops:
        return ()
    origin, destination = hops[0].organization, hops[-1].organization
    act = Act(organization=hops[transfer.hop].organization, acted_on=today)
    pairs = zip(transfer.hops, hops, strict=True)
    replaced = dict.fromkeys(Replaced(old.organization, new.organization) for old, new in pairs if old != new)
    changed = {"hops": hops, "origin": origin, "destination": destination, "replaced": tuple(replaced)}
    return (TransferReaddressed(act=act, **changed),)


def _heir(hop: Hop, heirs: Heirs) -> Hop:
    if hop.organization not in heirs:
        return hop
    organization, kind = heirs[hop.organization]
    return hop if organization == hop.organization else replace(hop, organization=organization, type=kind)
