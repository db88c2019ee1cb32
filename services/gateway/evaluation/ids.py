"""The kinds of global ids of this folder."""

from uuid import UUID

from services.gateway.evaluation.enums import SubjectKind
from services.gateway.reading.ids import MEMBER, ORGANIZATION, uuid_of

CAMPAIGN, EVALUATION = "EvaluationCampaign", "Evaluation"
PERSONS = frozenset({SubjectKind.MEMBER, SubjectKind.LEADER})


def subject_of(identity: str, kind: SubjectKind, *path: str) -> UUID:
    """The uuid behind a subject's id: a member's, or the organisation's of a collective."""
    return uuid_of(identity, MEMBER if kind in PERSONS else ORGANIZATION, *path)
