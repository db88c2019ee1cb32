"""What happens to one evaluation. These names are stored."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from services.evaluation.domain.derivation import Derivation, Step
from services.evaluation.domain.ratings import NotRated, Rating, SubjectKind
from services.evaluation.domain.review import Review
from shared.vocabulary.facts import Fact, Sealed

CommentKind = Literal["CELL", "RESIDENCE", "TEMPORARY", "FORMER_CELL", "POST"]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Đối tượng - a member by the member's id, a collective by its organisation's."""

    kind: SubjectKind
    id: UUID


class Votes(msgspec.Struct, frozen=True, kw_only=True):
    """Kết quả bỏ phiếu - tallies only: nothing says who voted how, or when."""

    summoned: int
    present: int
    excellent: int
    good: int
    completed: int
    not_completed: int

    @property
    def cast(self) -> int:
        """All ballots."""
        return self.excellent + self.good + self.completed + self.not_completed


class EvaluationFact(Fact, frozen=True, kw_only=True):
    """What every fact of an evaluation says: of which campaign, of whom, and where the subject counts just then."""

    campaign: UUID
    subject: Subject
    place: UUID


class SelfReviewSubmitted(EvaluationFact, frozen=True, kw_only=True):
    """Tự kiểm điểm, tự chấm điểm - and what it comes to under the rules of the campaign."""

    TOPIC = "evaluation.SelfReviewSubmitted"
    frame: str
    review: Review
    derivation: Derivation
    submitted_on: date
    evidence_hash: str | None = None
    remark: Sealed | None = None
    posts: tuple[UUID, ...] = ()  # of a leader: the managing body's first


class CommentRecorded(EvaluationFact, frozen=True, kw_only=True):
    """Nhận xét - of the cell, of the place of residence, of the temporary or of a former cell."""

    TOPIC = "evaluation.CommentRecorded"
    kind: CommentKind
    organization: UUID
    commented_on: date
    evidence_hash: str | None = None
    remark: Sealed | None = None


class CellVoteRecorded(EvaluationFact, frozen=True, kw_only=True):
    """Chi bộ bỏ phiếu - tallies from the minutes."""

    TOPIC = "evaluation.CellVoteRecorded"
    cell: UUID
    votes: Votes
    voted_on: date
    evidence_hash: str | None = None


class RatingProposed(EvaluationFact, frozen=True, kw_only=True):
    """Đề nghị xếp loại - by the body that manages the subject."""

    TOPIC = "evaluation.RatingProposed"
    organization: UUID
    rating: Rating
    not_rated: NotRated | None = None
    proposed_on: date


class RatingDecided(EvaluationFact, frozen=True, kw_only=True):
    """Xếp loại đã được quyết định - with all others of the same decision, under the cap."""

    TOPIC = "evaluation.RatingDecided"
    body: UUID
    quota: UUID
    rating: Rating
    not_rated: NotRated | None = None
    decided_on: date
    steps: tuple[Step, ...]  # why: the review's steps, then the cap


class RatingPublished(EvaluationFact, frozen=True, kw_only=True):
    """Công bố kết quả - from here on the subject may appeal."""

    TOPIC = "evaluation.RatingPublished"
    published_on: date


class RatingAppealed(EvaluationFact, frozen=True, kw_only=True):
    """Đề nghị xem xét lại."""

    TOPIC = "evaluation.RatingAppealed"
    appealed_on: date
    paper_number: str | None = None
    remark: Sealed | None = None


class RatingConfirmed(EvaluationFact, frozen=True, kw_only=True):
    """Giữ nguyên kết quả sau khi xem xét."""

    TOPIC = "evaluation.RatingConfirmed"
    decided_on: date
    paper_number: str | None = None
    remark: Sealed | None = None


class RatingRevised(EvaluationFact, frozen=True, kw_only=True):
    """Thay đổi kết quả sau khi xem xét; the old result stays in the record."""

    TOPIC = "evaluation.RatingRevised"
    rating: Rating
    decided_on: date
    steps: tuple[Step, ...]
    paper_number: str | None = None
    remark: Sealed | None = None


class EvaluationReopened(EvaluationFact, frozen=True, kw_only=True):
    """Mở lại - by the superior of the deciding body; the old rating counts until a new one is decided."""

    TOPIC = "evaluation.EvaluationReopened"
    reopened_on: date
    paper_number: str | None = None
    remark: Sealed | None = None


class EvaluationClosed(EvaluationFact, frozen=True, kw_only=True):
    """Khép hồ sơ - by the records: exempted, left, deceased, merged, dissolved, or gone from the campaign's subtree."""

    TOPIC = "evaluation.EvaluationClosed"
    reason: NotRated
    closed_on: date
    steps: tuple[Step, ...]


class EvaluationResumed(EvaluationFact, frozen=True, kw_only=True):
    """Hồ sơ đã khép được tiếp tục - the records were corrected, an exemption ended, a plan was taken back."""

    TOPIC = "evaluation.EvaluationResumed"
    resumed_on: date


EVALUATION_FACTS: tuple[type[EvaluationFact], ...] = (
    SelfReviewSubmitted,
    CommentRecorded,
    CellVoteRecorded,
    RatingProposed,
    RatingDecided,
    RatingPublished,
    RatingAppealed,
    RatingConfirmed,
    RatingRevised,
    EvaluationReopened,
    EvaluationClosed,
    EvaluationResumed,
)
