"""Hủy khóa khi có quyết định xóa: the fact stands first, so that no crash forgets the key's destruction."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.erase_person import DestroyPersonKey
from services.membership.domain.erasure import PersonErasureOrdered
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.destroy_key_on_person_erased"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """The person's key, once, under the command that ordered it."""
    fact = delivered.fact
    if not isinstance(fact, PersonErasureOrdered):
        return ()
    return (
        DestroyPersonKey(
            command_id=command_id(NAME, delivered.id),
            member_id=fact.member,
            ordered_by=delivered.meta.actor,
            ordered_as=delivered.meta.command_id,
        ),
    )


POLICY = Policy(name=NAME, on=(PersonErasureOrdered,), react=react)
