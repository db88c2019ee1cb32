"""Khởi tạo - writes the national tree and policy rows; run at every start, it adds only what is missing."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from uuid import UUID, uuid5

from services.organization.application.national import policies, provinces, root
from services.organization.application.organization import CODE
from services.organization.application.publishing import PUBLISHING
from services.organization.contracts.identity import NAMESPACE, ROOT_ID, TWO_TIER_SINCE, policy_id
from services.organization.domain.organization import OrganizationFounded
from services.organization.domain.policy import PolicySet
from shared.eventlog.append import Append, Claim, Write
from shared.eventlog.log import EventLog
from shared.vocabulary.codes import ROOT, province_of
from shared.vocabulary.facts import Fact, Meta

ACTOR = "system:founding"
_AT_ONCE = 6  # provinces: all at once would leave a process twice as large for the rest of its life


async def found_the_nation(log: EventLog, tree: str = TWO_TIER_SINCE.isoformat()) -> None:
    """The root, each province with its communes (unless `tree` is "none"), then the rules."""
    trees = nation()[:1] if tree == "none" else nation()
    for some in (trees[start : start + _AT_ONCE] for start in range(0, len(trees), _AT_ONCE)):
        await _append_all(log, await _missing_trees(log, some))
    await _append_all(log, await _missing_rules(log))


@cache
def nation() -> tuple[Append, ...]:
    """The root's tree, then each province's: read and named once, before a supervisor forks."""
    return (_tree((root(),)), *(_tree(foundings) for foundings in provinces()))


async def _append_all(log: EventLog, missing: Sequence[Append]) -> None:
    if missing:
        await log.append_many(missing)


async def _missing_trees(log: EventLog, trees: Sequence[Append]) -> Sequence[Append]:
    if not log.head.position:
        return trees
    known = await asyncio.gather(*(log.receipt_of(tree.command_id) for tree in trees))
    return [tree for tree, receipt in zip(trees, known, strict=True) if receipt is None]


async def _missing_rules(log: EventLog) -> list[Append]:
    """A row of the same start that stands already is left alone: whoever set it knew better."""
    rules = policies()
    standing = await log.read_streams([(policy_id(key, ROOT_ID), 0) for key in rules])
    starts: dict[UUID, list[date]] = {}
    for recorded in standing:
        assert isinstance(recorded.fact, PolicySet)
        starts.setdefault(recorded.stream, []).append(recorded.fact.valid_from)
    appends = (_rows(key, rows, starts.get(policy_id(key, ROOT_ID), [])) for key, rows in rules.items())
    return [append for append in appends if append]


def _tree(foundings: Sequence[OrganizationFounded]) -> Append:
    top = foundings[0]
    return _append(
        f"tree|{top.code}|{len(foundings)}",
        "organization",
        top.organization,
        [_write(founding.organization, 0, [founding], province_of(founding.code)) for founding in foundings],
        [Claim(CODE, founding.code, founding.organization) for founding in foundings],
    )


def _rows(key: str, rows: Sequence[PolicySet], starts: Sequence[date]) -> Append | None:
    stream = policy_id(key, ROOT_ID)
    missing = [row for row in rows if row.valid_from not in starts]
    name = f"policy|{key}|{'|'.join(row.valid_from.isoformat() for row in missing)}"
    return _append(name, "policy", stream, [_write(stream, len(starts), missing, ROOT)]) if missing else None


def _write(stream: UUID, version: int, facts: Sequence[Fact], province: str) -> Write:
    told = tuple(PUBLISHING[type(fact)](fact, stream, None) for fact in facts)
    return Write(stream=stream, expected_version=version, facts=tuple(facts), province=province, published=told)


def _append(name: str, thing: str, answer: UUID, writes: Iterable[Write], claims: Iterable[Claim] = ()) -> Append:
    command = uuid5(NAMESPACE, f"founding|{name}")
    return Append(
        command_id=command,
        actor=ACTOR,
        digest=sha256(name.encode()).digest(),
        meta=Meta(actor=ACTOR, command_id=command, correlation=command, causation=command),
        thing=thing,
        answer=answer,
        writes=tuple(writes),
        claims=tuple(claims),
    )
