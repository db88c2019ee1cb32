"""Mở đợt đánh giá, ban hành bộ tiêu chí - the handlers."""

import re
from datetime import date
from uuid import UUID

import msgspec

from services.evaluation.application.lookups import Look
from services.evaluation.application.permission import permitted
from services.evaluation.application.shipped import rule_set, shipped
from services.evaluation.contracts.requests import OpenCampaign, PublishRuleSet
from services.evaluation.domain.bodies import Body
from services.evaluation.domain.campaign import CAMPAIGNS, CampaignOpened, open_campaign
from services.evaluation.domain.refusals import SubjectIsUnknown
from services.evaluation.domain.refusals_campaign import CodeIsUnfit, FramesAreNotReadable, YearIsFarOff
from services.evaluation.domain.refusals_rules import RuleSetCodeIsTaken
from services.evaluation.domain.rule_set import RULE_SETS, Frame, RuleSetPublished, publish, rule_set_id
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain

_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,39}")
_DEFAULT_RULE_SET = "QD366_2025"


async def publish_rule_set(request: PublishRuleSet, work: Work, look: Look) -> None:
    """A province's own criteria, without code."""
    place = (await _place(work, look, "PublishRuleSet", request.organization_id, work.today))[0]
    if not _CODE.fullmatch(request.code):
        raise CodeIsUnfit("code")
    if request.code in shipped():
        raise RuleSetCodeIsTaken("code", rule_set=request.code)
    asked = RuleSetPublished(
        code=request.code,
        vi=plain("vi", request.vi),
        en=plain("en", request.en),
        source=plain("source", request.source, at_most=300),
        confirmed=request.confirmed,
        frames=_frames(request.frames),
    )
    stream = rule_set_id(request.code)
    state = (await work.load(RULE_SETS, stream)).state
    for fact in publish(state, asked):
        work.record(RULE_SETS, stream, fact, province=province_of(place.code))
    work.answer("rule_set", stream)


async def open_campaign_for(request: OpenCampaign, work: Work, look: Look) -> None:
    """A year from its first to its last day, unless other dates are said."""
    if not 1990 <= request.year <= work.today.year + 1:
        raise YearIsFarOff("year", year=request.year)
    closes_on = request.closes_on or date(request.year, 12, 31)
    chain = await _place(work, look, "OpenCampaign", request.organization_id, min(closes_on, work.today))
    rows = (await look.in_force(chain, closes_on)).values
    code = request.rule_set or rows.get("eval.ruleset", _DEFAULT_RULE_SET)
    await rule_set(work, code, "rule_set")
    asked = CampaignOpened(
        organization=request.organization_id,
        organization_code=chain[0].code,
        year=request.year,
        period=request.period.value,
        rule_set=code,
        opens_on=request.opens_on or date(request.year, 1, 1),
        closes_on=closes_on,
    )
    campaign = work.new_id("campaign")
    work.record(CAMPAIGNS, campaign, open_campaign(asked), province=province_of(chain[0].code))
    work.answer("campaign", campaign)


async def _place(work: Work, look: Look, action: str, organization: UUID, on: date) -> tuple[Body, ...]:
    chain = await look.bodies.chain(organization, on) or await look.bodies.chain(organization, work.today)
    if not chain:
        raise SubjectIsUnknown("organization_id")
    if not await permitted(look, work.actor, action, organization):
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    return chain


def _frames(given: object) -> tuple[Frame, ...]:
    try:
        return msgspec.convert(given, tuple[Frame, ...], strict=False)
    except msgspec.ValidationError as error:
        raise FramesAreNotReadable("frames", fault=str(error)[:200]) from error
