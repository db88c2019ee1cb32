"""Đợt kiểm điểm, đánh giá, xếp loại - a body opens it for its subtree, a span of dates and a rule set."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from services.evaluation.domain.refusals import CampaignIsUnknown, CampaignSpanIsUnfit
from shared.vocabulary.facts import Fact, Stream

Period = Literal["YEAR", "QUARTER", "TERM", "AD_HOC"]
_LONGEST = {"YEAR": 366, "QUARTER": 93, "TERM": 5 * 366, "AD_HOC": 5 * 366}

# Facts


class CampaignOpened(Fact, frozen=True, kw_only=True):
    """Mở đợt đánh giá - who counts where is asked as of `closes_on`; the numbers of the rules as of then too."""

    TOPIC = "evaluation.CampaignOpened"
    organization: UUID
    organization_code: str
    year: int
    period: Period
    rule_set: str
    opens_on: date
    closes_on: date


# State


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign; `opened` is None while there is none."""

    opened: CampaignOpened | None = None


# Evolve


def evolve(_state: Campaign, fact: CampaignOpened) -> Campaign:
    """Fact → state."""
    return Campaign(opened=fact)


CAMPAIGNS: Stream[Campaign] = Stream("campaign", Campaign(), evolve, (CampaignOpened,))

# Decide


def open_campaign(asked: CampaignOpened) -> CampaignOpened:
    """A span that fits its kind, closing in the year it is named after."""
    days = (asked.closes_on - asked.opens_on).days + 1
    if not 1 <= days <= _LONGEST[asked.period] or asked.closes_on.year != asked.year:
        raise CampaignSpanIsUnfit("closes_on", start=asked.opens_on, end=asked.closes_on, year=asked.year)
    return asked


def known(state: Campaign, *path: str) -> CampaignOpened:
    """The campaign, or the refusal that there is none."""
    if state.opened is None:
        raise CampaignIsUnknown(*path)
    return state.opened
