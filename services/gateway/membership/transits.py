"""The view of members on their way (đang chuyển): introduced and not yet admitted, a column beside the headcount."""

from collections.abc import Iterable, Sequence

from services.gateway.organization.instants import Instant
from services.gateway.reading.query import Query, Where, Within
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    TransferAdmitted,
    TransferCancelled,
    TransferFact,
    TransferIntroduced,
    TransferRefused,
    TransferReturned,
)
from shared.readmodel.view import Op, Open, Run, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table transits (
    transfer uuid, sequence bigint, member uuid not null, cell uuid not null,
    valid_from date not null, valid_to date not null default 'infinity',
    known_from timestamptz not null, known_to timestamptz not null default 'infinity',
    primary key (transfer, sequence)
);
create index on transits (cell) where known_to = 'infinity';
"""
_BEGIN = """
insert into transits (transfer, sequence, member, cell, valid_from, known_from)
select $1, $2, $3, $4, $5, $6
where not exists (select from transits where transfer = $1 and known_to = 'infinity' and valid_to = 'infinity')
"""
_END = """
with closed as (
    update transits set known_to = $4
    where transfer = $1 and known_to = 'infinity' and valid_to = 'infinity' returning *
)
insert into transits (transfer, sequence, member, cell, valid_from, valid_to, known_from)
select transfer, $2, member, cell, valid_from, greatest($3::date, valid_from), $4 from closed
"""

_STAYING = frozenset({"TEMPORARY", "ABROAD_TEMPORARY"})

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """From the letter to the admission, or to the end of one that fails or needs a new letter. Guests never leave."""
    fact, sequence, at = delivered.fact, delivered.sequence, delivered.recorded_at
    assert isinstance(fact, TransferFact)
    if fact.standing.kind in _STAYING:
        return
    if isinstance(fact, TransferIntroduced):
        begun = fact.standing.introduced_on or fact.act.acted_on
        yield Run(_BEGIN, (fact.transfer, sequence, fact.member, fact.standing.route[0], begun, at))
    elif not isinstance(fact, TransferReturned) or fact.standing.introduced_on is None:
        yield Run(_END, (fact.transfer, sequence, fact.standing.admitted_on or fact.act.acted_on, at))


VIEW = View(
    name="transits",
    version=2,
    ddl=_DDL,
    on=(TransferIntroduced, TransferReturned, TransferAdmitted, TransferRefused, TransferCancelled),
    fold=fold,
)

# Query

FIGURES = Table(name="transits", reach=Reach.COUNTS, organization="cell", person="member")


def figures(instant: Instant, place: Sequence[Where | Within], by_cell: bool = False) -> Query:
    """How many are on their way from cells, as of the instant; per cell if asked."""
    return Query(
        table=FIGURES,
        columns=("cell", "count(*) as in_transit") if by_cell else ("count(*) as in_transit",),
        where=(*instant.conditions(), *place),
        group_by=("cell",) if by_cell else (),
    )
