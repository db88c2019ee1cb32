"""What organization tells of the register of places."""

from datetime import date
from uuid import UUID

from shared.vocabulary.facts import PublishedFact


class PlaceRegistered(PublishedFact, frozen=True, kw_only=True):
    """Sổ địa bàn - the whole place as it is from `on`; no person, only whether the head is a member."""

    TOPIC = "vn.lienthong.organization.PlaceRegistered.v1"
    SERVICE = "organization"
    AGGREGATE = "place"
    place: UUID
    organization: UUID
    kind: str
    name: str
    on: date
    valid_from: date
    valid_to: date | None = None
    head_is_member: bool | None = None
    cells: tuple[UUID, ...] = ()
