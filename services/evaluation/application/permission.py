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
    context = {"ownCase": False, **more}
    question = (actor.subject, action, organization, *sorted(context.items()))
    if look.permits is not None and question in look.permits:
        return look.permits[question]
    held = await look.scope.held(actor, organization)
    answer = _CEDAR.permits(action, held.context(**context))
    if look.permits is not None:
        look.permits[question] = answer
    return answer


async def is_own(look: Look, actor: Actor, subject: Subject | None) -> bool:
    """Whether the account is the subject's own: "member@<id>" (plain or global), or by a grant, whatever its role."""
    if subject is None or subject.kind not in PERSONS or actor.role == "service":
        return False
    if actor.subject.startswith(_OWN):
        return _member_behind(actor.subject.removeprefix(_OWN)) == subject.id
    return await look.scope.record_of(actor) == subject.id


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
