"""Evaluation: campaigns, reviews and ratings of members, leaders, committees and organisations, and the cap."""

from typing import TYPE_CHECKING

from services.evaluation.application import (
    appeals,
    campaigns,
    closing,
    deciding,
    entering,
    registering,
    reviews,
    simulating,
)
from services.evaluation.application.lookups import Look
from services.evaluation.application.publishing import PUBLISHING
from services.evaluation.contracts import facts, requests
from services.evaluation.domain.campaign import CAMPAIGNS
from services.evaluation.domain.confidence import CONFIDENCE_VOTES
from services.evaluation.domain.entry import ENTRIES
from services.evaluation.domain.evaluation.state import EVALUATIONS
from services.evaluation.domain.meeting import MEETINGS
from services.evaluation.domain.quota import QUOTAS
from services.evaluation.domain.rule_set import RULE_SETS
from services.evaluation.domain.simulation import SIMULATIONS
from services.evaluation.domain.target import TARGETS
from services.evaluation.policies import settle_evaluations
from services.evaluation.projections.bodies import BODIES, BodiesByDate
from services.evaluation.projections.homes import HOMES, PersonsByMember
from services.evaluation.projections.proposals import PROPOSALS
from services.evaluation.projections.proposals_under import ProposalsUnder
from services.evaluation.projections.rules import RULES, RulesInForce
from services.organization.contracts import facts as organization
from shared.authority.grants import grants_view
from shared.authority.scope import Scope
from shared.authority.tree import Plans, tree_view
from shared.readmodel.remembered import Remembered
from shared.runtime.service import Reaction, Service

if TYPE_CHECKING:
    from shared.runtime.running import Running


def _look(running: "Running") -> Look:
    assert running.keyring is not None
    steady = Remembered(running.pool, lambda: running.positions.turn("organization"))
    return Look(
        bodies=BodiesByDate(steady),
        persons=PersonsByMember(running.pool),
        rules=RulesInForce(steady),
        proposals=ProposalsUnder(running.pool),
        people=running.keyring,
        scope=Scope(steady, running.clock),
    )


SERVICE = Service(
    name="evaluation",
    owns="Đánh giá, xếp loại chất lượng: rule sets, ratings and their cap; meetings, confidence votes, targets.",
    streams=(RULE_SETS, CAMPAIGNS, EVALUATIONS, QUOTAS, SIMULATIONS, ENTRIES, MEETINGS, CONFIDENCE_VOTES, TARGETS),
    handlers={
        requests.PublishRuleSet: campaigns.publish_rule_set,
        requests.OpenCampaign: campaigns.open_campaign_for,
        requests.SubmitSelfReview: reviews.submit_self_review,
        requests.RecordComment: reviews.record_comment,
        requests.RecordCellVote: reviews.record_cell_vote,
        requests.ProposeRating: reviews.propose_rating,
        requests.EnterReviews: entering.enter_reviews,
        requests.RecordMeeting: registering.record_meeting,
        requests.RecordConfidenceVote: registering.record_confidence_vote,
        requests.SetTarget: registering.set_target,
        requests.RecordFigure: registering.record_figure,
        requests.SimulateCap: simulating.simulate_cap,
        requests.DecideRatings: deciding.decide_ratings,
        requests.PublishRatings: deciding.publish_ratings,
        requests.AppealRating: appeals.appeal_rating,
        requests.DecideAppeal: appeals.decide_appeal,
        requests.ReopenEvaluation: appeals.reopen_evaluation,
        closing.SettleEvaluation: closing.settle_evaluation,
    },
    publishes=facts.PUBLISHED,
    publishing=PUBLISHING,
    reactions=(
        Reaction(
            name="evaluation.organization",
            source="organization",
            views=(
                tree_view(
                    organization.OrganizationFounded,
                    organization.OrganizationReparented,
                    organization.OrganizationEnded,
                    Plans(
                        staged=organization.RestructuringStaged,
                        effected=organization.RestructuringTookEffect,
                        reverted=organization.RestructuringReverted,
                    ),
                ),
                grants_view(organization.RoleGranted, organization.RoleGrantEnded),
                BODIES,
                RULES,
            ),
            halt=True,
        ),
        Reaction(name="evaluation.membership", source="membership", views=(HOMES,), key="member", gathers=0.025),
        Reaction(name="evaluation.own", source="evaluation", views=(PROPOSALS,)),
    ),
    timers=(settle_evaluations.TIMER, settle_evaluations.HANDED_OVER),
    look=_look,
)
