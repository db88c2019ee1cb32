"""What the others are told: every fact of the tree, the grants, the policies and the plans."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from services.organization.contracts import facts as published
from services.organization.domain.affiliation import AFFILIATIONS
from services.organization.domain.codes import NumberGiven
from services.organization.domain.committee import COMMITTEE
from services.organization.domain.grant import RoleGranted, RoleGrantEnded, SubstituteNamed
from services.organization.domain.organization import (
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    OrganizationStaged,
)
from services.organization.domain.place import PlaceRegistered
from services.organization.domain.policy import PolicySet
from services.organization.domain.restructuring import restructuring as plans
from services.organization.domain.restructuring.effect import EffectReverted, EffectTaken
from services.organization.domain.restructuring.restructuring import MembersAllocated
from shared.vocabulary.facts import Fact, PublishedFact, Publishing


def _told_as(kind: type[PublishedFact]) -> Callable[[Any, UUID, Any], PublishedFact | None]:
    def tell(fact: Any, _id: UUID, _state: Any) -> PublishedFact:
        return kind(**msgspec.structs.asdict(fact))

    return tell


def _told_again(kind: type[PublishedFact]) -> Callable[[Any, UUID, Any], PublishedFact | None]:
    """The same fields, with the values inside them as the contracts spell them."""
    decode = msgspec.json.Decoder(kind).decode

    def tell(fact: Any, _id: UUID, _state: Any) -> PublishedFact:
        return decode(msgspec.json.encode(fact))

    return tell


def _private(_fact: Any, _id: UUID, _state: Any) -> None:
    return None


_PLANS: dict[type[Fact], type[PublishedFact]] = {
    own: getattr(published, own.__name__) for own in plans.FACTS if own is not MembersAllocated
}

PUBLISHING: Publishing = {
    OrganizationFounded: _told_as(published.OrganizationFounded),
    OrganizationReparented: _told_as(published.OrganizationReparented),
    OrganizationEnded: _told_as(published.OrganizationEnded),
    RoleGranted: _told_as(published.RoleGranted),
    RoleGrantEnded: _told_as(published.RoleGrantEnded),
    PolicySet: _told_as(published.PolicySet),
    PlaceRegistered: _told_as(published.PlaceRegistered),
    **{own: _told_again(getattr(published, own.__name__)) for own in (*COMMITTEE.facts, *AFFILIATIONS.facts)},
    **{own: _told_again(published_as) for own, published_as in _PLANS.items()},
    **dict.fromkeys(
        (NumberGiven, SubstituteNamed, MembersAllocated, OrganizationStaged, EffectTaken, EffectReverted), _private
    ),
}
