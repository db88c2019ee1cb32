"""The view of comments: which body commented when. The words stay sealed in the log."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.evaluation.contracts.facts import CellVoteRecorded, CommentRecorded
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table comments (
    evaluation uuid, sequence bigint, subject uuid not null, place uuid not null,
    kind text not null, organization uuid not null, commented_on date not null, primary key (evaluation, sequence)
);
create table comments_votes (
    evaluation uuid primary key, subject uuid not null, place uuid not null,
    outcome text, summoned int, present int, counts int[]
);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """A comment is a row; of the cell's vote the newest tally counts."""
    match delivered.fact:
        case CommentRecorded() as fact:
            columns = {
                "subject": fact.subject,
                "place": fact.place,
                "kind": fact.comment.value,
                "organization": fact.organization,
                "commented_on": fact.commented_on,
            }
            yield Put("comments", {"evaluation": fact.evaluation, "sequence": delivered.sequence}, columns)
        case CellVoteRecorded() as fact:
            columns = {
                "subject": fact.subject,
                "place": fact.place,
                "outcome": fact.outcome,
                "summoned": fact.summoned,
                "present": fact.present,
                "counts": list(fact.counts) if fact.counts else None,
            }
            yield Put("comments_votes", {"evaluation": fact.evaluation}, columns)


VIEW = View(name="comments", version=1, ddl=_DDL, on=(CommentRecorded, CellVoteRecorded), fold=fold)

# Query

TABLE = Table(name="comments", reach=Reach.PERSONS, organization="place", person="subject")
VOTES = Table(name="comments_votes", reach=Reach.PERSONS, organization="place", person="subject")


def of_evaluations(evaluations: Sequence[UUID]) -> Query:
    """The comments on each of several, in order."""
    these = where("evaluation = any({}::uuid[])", list(evaluations))
    columns = ("evaluation", "kind", "organization", "commented_on")
    return Query(table=TABLE, columns=columns, where=(these,), order_by=("sequence",))


def votes_on(evaluations: Sequence[UUID]) -> Query:
    """The cell's vote on each of several."""
    these = where("evaluation = any({}::uuid[])", list(evaluations))
    return Query(table=VOTES, columns=("evaluation", "outcome", "summoned", "present", "counts"), where=(these,))
