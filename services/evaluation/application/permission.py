"""Thẩm quyền - who may see and do what; the answers are in authority.cedar, the questions here."""

import base64
import binascii
from typing import Any
from uuid import UUID

from services.evaluation.application.lookups import Look
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.ratings import PERSONS
from shared.authority.cedar import Cedar
from shared.vocabulary.actor import Actor

_CEDAR = Cedar.beside(__file__)
_OWN = "member@"


async def permitted(look: Look, actor: Actor, action: str, organization: UUID, **more: Any) -> bool:
    """What the policies say of an act at a place."""
    held = await look.scope.held(actor, organization)
    return _CEDAR.permits(action, held.context(**{"ownCase": False, **more}))


def is_own(actor: Actor, subject: Subject | None) -> bool:
    """Whether the account is the subject's own: "member@<id>", the id as a UUID or as the API's global one."""
    if subject is None or subject.kind not in PERSONS or not actor.subject.startswith(_OWN):
        return False
    return _member_behind(actor.subject.removeprefix(_OWN)) == subject.id


def _member_behind(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        pass
    try:
        kind, _, number = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode().partition(":")
        return UUID(number) if kind == "Member" else None
    except (binascii.Error, ValueError):
        return None
