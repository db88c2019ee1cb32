"""Danh mục dịch vụ tại nhà - the services as rows of the rules: a province adds its own, or switches one off."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from services.membership.domain.refusals_home import HomeServiceIsNotOffered
from shared.vocabulary.policy import PolicyRow, resolve

FAMILY = "home.service."
MIN_AGE, MAX_ATTEMPTS, VISITS_PER_DAY = "home.min_age", "home.max_attempts", "home.visits_per_day"
OUTSIDERS_DAYS = "home.outsiders_days"
KEYS = (MIN_AGE, MAX_ATTEMPTS, VISITS_PER_DAY, OUTSIDERS_DAYS)
_USUAL: Mapping[str, Any] = {MIN_AGE: None, MAX_ATTEMPTS: 3, VISITS_PER_DAY: 12, OUTSIDERS_DAYS: 90}
FROM_HOME, TO_HOME, TO_COMMITTEE = "FROM_HOME", "TO_HOME", "TO_COMMITTEE"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Một dòng của danh mục: the way of the papers, whether they are the member's sealed file, which proofs suffice."""

    code: str
    vi: str
    en: str
    flow: str
    carries_file: bool
    proofs: tuple[str, ...]


class HomeRules(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers in force; without an age only the flag and the exemption make eligible."""

    min_age: int | None = None
    max_attempts: int = 3
    visits_per_day: int = 12
    outsiders_days: int = 90


def concerns(key: str) -> bool:
    """Whether a rule speaks of service at home."""
    return key in KEYS or key.startswith(FAMILY)


def offer_of(rows: Iterable[PolicyRow], code: str, lineage: Sequence[str], on: date) -> Offer:
    """The catalogue's row in force for an organisation; absent or switched off is not offered."""
    row = resolve(rows, f"{FAMILY}{code}", lineage, on)
    if row is None or row.value is None:
        raise HomeServiceIsNotOffered("service")
    return msgspec.convert({"code": code, **row.value}, Offer)


def rules_of(rows: Iterable[PolicyRow], lineage: Sequence[str], on: date) -> HomeRules:
    """The numbers in force for an organisation on the date of the act."""
    known = tuple(rows)

    def value(key: str) -> Any:
        row = resolve(known, key, lineage, on)
        return _USUAL[key] if row is None else row.value

    return HomeRules(
        min_age=value(MIN_AGE),
        max_attempts=value(MAX_ATTEMPTS) or 1,
        visits_per_day=value(VISITS_PER_DAY) or 1,
        outsiders_days=value(OUTSIDERS_DAYS),
    )
