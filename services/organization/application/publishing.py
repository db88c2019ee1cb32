"""What the others are told: every fact of the tree, the grants and the policies, as it is; the numbering is private."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from services.organization.contracts import facts as published
from services.organization.domain.codes import NumberGiven
from services.organization.domain.grant import RoleGranted, RoleGrantEnded
from services.organization.domain.organization import OrganizationEnded, OrganizationFounded, OrganizationReparented
from services.organization.domain.policy import PolicySet
from shared.vocabulary.facts import PublishedFact, Publishing


def _told_as(kind: type[PublishedFact]) -> Callable[[Any, UUID, Any], PublishedFact | None]:
    def tell(fact: Any, _id: UUID, _state: Any) -> PublishedFact:
        return kind(**msgspec.structs.asdict(fact))

    return tell


PUBLISHING: Publishing = {
    OrganizationFounded: _told_as(published.OrganizationFounded),
    OrganizationReparented: _told_as(published.OrganizationReparented),
    OrganizationEnded: _told_as(published.OrganizationEnded),
    RoleGranted: _told_as(published.RoleGranted),
    RoleGrantEnded: _told_as(published.RoleGrantEnded),
    PolicySet: _told_as(published.PolicySet),
    NumberGiven: lambda _fact, _id, _state: None,
}
