"""Xóa dữ liệu cá nhân - a person's data are erased by decision: the fact first, then the key; nothing comes back."""

from datetime import date
from uuid import UUID, uuid5

import msgspec

from services.membership.domain.refusals_erasure import PersonIsErasedAlready
from shared.vocabulary.facts import Fact, Stream

_NAMESPACE = UUID("0d4c2b34-6b7d-5f0e-9c5e-5b0f0d4e7a61")

# Facts ─ these names are stored


class PersonErasureOrdered(Fact, frozen=True, kw_only=True):
    """Quyết định xóa dữ liệu - from here on nobody may open or write anything personal about the member."""

    TOPIC = "membership.PersonErasureOrdered"
    member: UUID
    decision_number: str
    decided_on: date


class PersonKeyDestroyed(Fact, frozen=True, kw_only=True):
    """Đã hủy khóa: no copy of the log can be read any more, but for backups of the keys that still age out."""

    TOPIC = "membership.PersonKeyDestroyed"
    member: UUID


# State ─ what has been done


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """How far an erasure has come."""

    ordered: PersonErasureOrdered | None = None
    key_destroyed: bool = False


# Evolve ─ fact → state


def evolve(erasure: Erasure, fact: PersonErasureOrdered | PersonKeyDestroyed) -> Erasure:
    """The erasure after a fact."""
    match fact:
        case PersonErasureOrdered():
            return msgspec.structs.replace(erasure, ordered=fact)
        case PersonKeyDestroyed():
            return msgspec.structs.replace(erasure, key_destroyed=True)


ERASURES: Stream[Erasure] = Stream(
    name="erasure", initial=Erasure(), evolve=evolve, facts=(PersonErasureOrdered, PersonKeyDestroyed)
)

# Decide


def erasure_of(member: UUID) -> UUID:
    """The stream of a member's erasure: there is one at most."""
    return uuid5(_NAMESPACE, str(member))


def order_erasure(erasure: Erasure, ordered: PersonErasureOrdered) -> tuple[PersonErasureOrdered, ...]:
    """An erasure is ordered once."""
    if erasure.ordered is not None:
        raise PersonIsErasedAlready("member_id")
    return (ordered,)


def destroy_key(erasure: Erasure, member: UUID) -> tuple[PersonKeyDestroyed, ...]:
    """The key's end is recorded once, and only after it was ordered."""
    if erasure.ordered is None or erasure.key_destroyed:
        return ()
    return (PersonKeyDestroyed(member=member),)
