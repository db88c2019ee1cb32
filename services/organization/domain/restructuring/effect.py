"""Hiệu lực - whether a plan counts, in a stream of its own: small, for every decision about an organisation asks it."""

from datetime import date
from typing import assert_never
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from services.organization.domain.organization import Organization
from services.organization.domain.restructuring.rows import CHANGED, ENDED, FOUNDED, Row
from shared.vocabulary.facts import Fact, Stream

# Facts


class EffectTaken(Fact, frozen=True, kw_only=True):
    """The plan counts from `effective_on`."""

    TOPIC = "organization.EffectTaken"
    effective_on: date


class EffectReverted(Fact, frozen=True, kw_only=True):
    """The plan counts no more."""

    TOPIC = "organization.EffectReverted"


# State


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """Whether and from when a plan counts; `reverted` tells that it counted once."""

    since: date | None = None
    reverted: bool = False


# Evolve


def evolve(state: Effect, fact: EffectTaken | EffectReverted) -> Effect:
    """Fact → state."""
    match fact:
        case EffectTaken():
            return Effect(since=fact.effective_on)
        case EffectReverted():
            return replace(state, reverted=True)
        case _:
            assert_never(fact)


EFFECT: Stream[Effect] = Stream("restructuring-effect", Effect(), evolve, (EffectTaken, EffectReverted))


def effect_id(plan: UUID) -> UUID:
    """The stream of a plan's effect."""
    return uuid5(plan, "effect")


# Decide


def under(organization: Organization, row: Row, effect: Effect) -> Organization:
    """The organisation under one staged row, as far as its plan counts."""
    if effect.since is None:
        return organization
    if effect.reverted:
        return replace(organization, ended_on=effect.since) if row.kind == FOUNDED else organization
    if row.kind == ENDED:
        return replace(organization, ended_on=effect.since)
    if row.kind == CHANGED:
        return replace(organization, type=row.type, parent=row.parent)
    return Organization(code=row.code, type=row.type, parent=row.parent, founded_on=effect.since)
