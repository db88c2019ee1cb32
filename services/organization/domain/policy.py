"""Quy định - a rule's value for an organisation's subtree, from a date, by a document."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from services.organization.domain.days import refuse_far_day
from services.organization.domain.policy_keys import Rule, fault_in, rule_of
from services.organization.domain.policy_refusals import (
    PolicyIsNationalOnly,
    PolicyKeyIsUnknown,
    PolicySourceIsMissing,
    PolicySpanIsEmpty,
    PolicyValueIsMalformed,
)
from shared.vocabulary.codes import ROOT
from shared.vocabulary.facts import Fact, Stream

# Facts


class PolicySet(Fact, frozen=True, kw_only=True):
    """Đặt quy định - a row with the same start replaces the earlier one; unconfirmed says so ("chưa xác nhận")."""

    TOPIC = "organization.PolicySet"
    key: str
    organization: UUID
    organization_code: str
    valid_from: date
    valid_to: date | None = None
    value: Any
    source: str
    confirmed: bool


# State


class PolicyRows(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one key at one organisation."""

    rows: tuple[PolicySet, ...] = ()


# Evolve


def evolve(state: PolicyRows, fact: PolicySet) -> PolicyRows:
    """Fact → state."""
    return PolicyRows(rows=(*(row for row in state.rows if row.valid_from != fact.valid_from), fact))


POLICY: Stream[PolicyRows] = Stream("policy", PolicyRows(), evolve, (PolicySet,))

# Decide


def set_policy(asked: PolicySet, state: PolicyRows, today: date) -> tuple[PolicySet, ...]:
    """The row is set; nothing happens where the very same row stands already."""
    rule = rule_of(asked.key)
    if rule is None:
        raise PolicyKeyIsUnknown("key", key=asked.key)
    if rule.national and asked.organization_code != ROOT:
        raise PolicyIsNationalOnly("organization_id", key=asked.key)
    if not asked.source:
        raise PolicySourceIsMissing("source")
    refuse_unfit_span(asked, today)
    refuse_unfit_value(asked, rule)
    return () if asked in state.rows else (asked,)


def refuse_unfit_span(asked: PolicySet, today: date) -> None:
    """A policy is in force for at least a day, and starts on a date that one can mean."""
    refuse_far_day(asked.valid_from, today, "valid_from")
    if asked.valid_to is not None and asked.valid_to <= asked.valid_from:
        raise PolicySpanIsEmpty("valid_to", start=asked.valid_from, end=asked.valid_to)


def refuse_unfit_value(asked: PolicySet, rule: Rule) -> None:
    """Each rule says what its values look like."""
    fault = fault_in(rule, asked.value)
    if not fault and asked.key == "calendar.working_day" and asked.valid_to != asked.valid_from + timedelta(days=1):
        fault = "one row says one day: valid_to is the day after valid_from"
    if fault:
        raise PolicyValueIsMalformed("value", key=asked.key, meaning=rule.meaning, fault=fault)
