"""All followers of a service, made from its table of contents."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import asyncpg

from shared.bus.connection import Broker
from shared.bus.follower import Follower
from shared.bus.pages import FetchFacts
from shared.bus.policy import PolicyRunner
from shared.bus.positions import Positions
from shared.bus.rebuild import Rebuild
from shared.bus.sources import OwnLog, PublishedLog, Source
from shared.bus.taking import Taking
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.readmodel.engine import Engine, Keys
from shared.readmodel.tables import ViewTables
from shared.readmodel.view import View
from shared.runtime.service import Reaction, Service
from shared.vocabulary.facts import Fact, PublishedFact


class ViewHasTwoReactions(ValueError):  # noqa: N818 - named as a sentence
    """A view is written by one follower alone; two logs would tell it in no certain order."""


class ReactionLacksItsSource(ValueError):  # noqa: N818 - named as a sentence
    """A reaction follows a log that this process was given no way to read, or has policies and no commands."""


async def followers_of(
    service: Service,
    *,
    pool: asyncpg.Pool,
    positions: Positions,
    deployment: str,
    log: EventLog | None = None,
    broker: Broker | None = None,
    fetch_facts: FetchFacts | None = None,
    commands: Commands | None = None,
    look: Any = None,
    keyring: Keys | None = None,
) -> list[Follower]:
    """Prepared followers: checkpoints read, tables made, nothing running yet."""
    _check(service)
    tables = ViewTables(service.name)
    sources = _Sources(service.name, deployment, log, broker, fetch_facts)
    followers: list[Follower] = []
    for reaction in service.reactions:
        policies = _runner(reaction, commands, look)
        taking = Taking(
            reaction,
            pool=pool,
            positions=positions,
            engine=Engine(tables.live, reaction.views, keyring),
            policies=policies,
            tables=tables,
        )
        follower = Follower(
            taking,
            pool=pool,
            positions=positions,
            source=sources.of(reaction),
            rebuild=Rebuild(pool, tables, reaction.views, partial(sources.of, reaction), keyring),
            policies=policies,
            gathers=reaction.gathers,
        )
        followers.append(follower)
        await follower.prepare()
    return followers


def _check(service: Service) -> None:
    used = Counter(view.name for reaction in service.reactions for view in reaction.views)
    twice = [name for name, times in used.items() if times > 1]
    if twice:
        raise ViewHasTwoReactions(", ".join(twice))


@dataclass(frozen=True)
class _Sources:
    service: str
    deployment: str
    log: EventLog | None
    broker: Broker | None
    fetch_facts: FetchFacts | None

    def of(self, reaction: Reaction, view: View | None = None) -> Source:
        """What all of a reaction follows, or one view alone, which is told no more than it asks for."""
        log, broker, fetch = self.log, self.broker, self.fetch_facts
        facts = {fact for part in (*reaction.views, *reaction.policies) for fact in part.on}
        topics = {fact.TOPIC for fact in facts if view is None or issubclass(fact, view.on) or _erases(fact)}
        if reaction.source == self.service and log is not None:
            return OwnLog(self.service, log, topics, view.excerpts() if view else ())
        if reaction.source == self.service or broker is None or fetch is None:
            raise ReactionLacksItsSource(reaction.name)
        return PublishedLog(
            reaction.source, deployment=self.deployment, broker=broker, fetch_facts=fetch, topics=topics
        )


def _erases(fact: type[Fact]) -> bool:
    return issubclass(fact, PublishedFact) and bool(fact.ERASES)


def _runner(reaction: Reaction, commands: Commands | None, look: Any) -> PolicyRunner | None:
    if not reaction.policies:
        return None
    if commands is None:
        raise ReactionLacksItsSource(reaction.name)
    return PolicyRunner(reaction.policies, commands, look)
