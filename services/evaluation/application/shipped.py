"""Bộ tiêu chí kèm theo phần mềm - the rule sets that every deployment has; a province publishes its own beside them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from services.evaluation.domain.refusals_rules import RuleSetIsUnknown
from services.evaluation.domain.rule_set import RULE_SETS, RuleSet, RuleSetPublished, publish, rule_set_id
from shared.eventlog.work import Work

_FILE = Path(__file__).parent.parent / "data" / "rule_sets.json"


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, RuleSetPublished]:
    """By code, each checked like one that is published."""
    sets = msgspec.json.decode(_FILE.read_bytes(), type=list[RuleSetPublished])
    return {fact.code: fact for each in sets for fact in publish(RuleSet(), each)}


async def rule_set(work: Work, code: str, *path: str) -> RuleSetPublished:
    """The rule set of a code."""
    if code in shipped():
        return shipped()[code]
    content = (await work.load(RULE_SETS, rule_set_id(code))).state.content
    if content is None:
        raise RuleSetIsUnknown(*path, rule_set=code)
    return content
