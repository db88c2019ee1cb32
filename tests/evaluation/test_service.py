"""The table of contents of evaluation: what it accepts, what it publishes, and that every fact has its telling."""

from services.evaluation.service import SERVICE


def test_it_accepts_the_mutations_of_the_contract():
    accepted = {route.rpartition("/")[2] for route in SERVICE.routes()}
    assert accepted == {
        "PublishRuleSet", "OpenCampaign", "SubmitSelfReview", "RecordComment", "RecordCellVote", "ProposeRating",
        "SimulateCap", "DecideRatings", "PublishRatings", "ReopenEvaluation", "AppealRating", "DecideAppeal",
        "EnterReviews", "RecordMeeting", "RecordConfidenceVote", "SetTarget", "RecordFigure", "SettleEvaluation",
    }  # fmt: skip


def test_every_own_fact_is_told():
    own = {fact for stream in SERVICE.streams for fact in stream.facts}
    assert own == set(SERVICE.publishing)
    assert {fact.__name__ for fact in own} == {fact.__name__ for fact in SERVICE.publishes}
