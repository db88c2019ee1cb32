"""Nguồn việc - where work comes from: each source is a query over a view that stands anyway, none is kept twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from services.gateway.evaluation import evaluations
from services.gateway.membership import transfers
from services.gateway.membership.data import data_requests
from services.gateway.membership.home import custodies, home_services
from services.gateway.organization import organizations, restructurings
from services.gateway.organization.instants import Instant
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.viewer import Viewer
from services.organization.contracts.enums import Role

NEVER = "9999-12-31"
_LIMIT = "case state when 'REQUESTED' then answer_by else complete_by end"
FORWARD = ("REVIEW", "ENDORSE", "RECEIVE", "PRESENT", "ADMIT", "CONFIRM")
_OFFICERS = frozenset({Role.COMMITTEE_OFFICER, Role.APPROVER})
_HOLDERS = _OFFICERS | {Role.CELL_SECRETARY}


class WorkKind(StrEnum):
    """Loại việc."""

    TRANSFER = "TRANSFER"
    OVERDUE_TRANSFER = "OVERDUE_TRANSFER"
    EVALUATION = "EVALUATION"
    APPEAL = "APPEAL"
    RESTRUCTURING = "RESTRUCTURING"
    DATA_REQUEST = "DATA_REQUEST"
    HOME_SERVICE = "HOME_SERVICE"
    HOME_VISIT = "HOME_VISIT"
    CUSTODY_INCIDENT = "CUSTODY_INCIDENT"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of work: whose it is, the query of what waits, and which of it is late.

    `seat` is the column with the organisation whose act it is; without one the table's own reach decides.
    """

    kind: WorkKind
    node: str
    roles: frozenset[str]
    query: Query
    thing: str
    seat: str | None = None
    due: str | None = None
    late: str = "false"
    of_viewer: Callable[[Viewer], tuple[Where, ...]] = lambda viewer: ()

    def order(self) -> Order:
        """What is due first; the same two keys in every source."""
        due = f"coalesce(({self.due})::text, '{NEVER}')" if self.due else f"'{NEVER}'"
        return Order(keys=((due, "text"), (self.thing, "uuid")))

    def waiting(self, viewer: Viewer, place: UUID | None) -> Query:
        """What waits in the viewer's own seats, or at and below an organisation in the viewer's scope."""
        columns = (
            *self.query.columns,
            f"{self.thing} as thing",
            f"{self.seat or 'null::uuid'} as seat",
            f"{f'({self.due})' if self.due else 'null::date'} as due_on",
            f"({self.late}) as late",
        )
        seats = _seats(viewer, place, self.seat) if self.seat else ()
        return replace(self.query, columns=columns, where=(*self.query.where, *self.of_viewer(viewer), *seats))


def _seats(viewer: Viewer, place: UUID | None, seat: str) -> tuple[Where | Within, ...]:
    roots = viewer.person_roots
    if place is None:
        return (where(f"{seat} = any({{}}::uuid[])", roots),)
    today = Instant(viewer.today)
    return (organizations.below(place, today, seat), organizations.below_any(roots, today, seat))


SOURCES: Sequence[Source] = (
    Source(
        kind=WorkKind.TRANSFER,
        node="Transfer",
        roles=_HOLDERS,
        query=Query(
            table=transfers.TABLE,
            columns=("allowed_steps as steps",),
            where=(where("allowed_steps && {}::text[] and not on_hold", list(FORWARD)),),
        ),
        thing="transfer",
        seat="holder",
        due="case when presented_on is null then present_by end",
        late="overdue",
    ),
    Source(
        kind=WorkKind.OVERDUE_TRANSFER,
        node="Transfer",
        roles=_OFFICERS,
        query=Query(
            table=transfers.TABLE,
            columns=("array['DECIDE_OVERDUE'] as steps",),
            where=(where("overdue and 'DECIDE_OVERDUE' = any(allowed_steps)"),),
        ),
        thing="transfer",
        seat="letter_issuer",
        due="present_by",
        late="true",
    ),
    Source(
        kind=WorkKind.EVALUATION,
        node="Evaluation",
        roles=_HOLDERS,
        query=Query(
            table=evaluations.TABLE,
            columns=("array[state] as steps",),
            where=(where("state in ('SELF_REVIEWED', 'COMMENTED', 'VOTED')"),),
        ),
        thing="evaluation",
        seat="place",
    ),
    Source(
        kind=WorkKind.APPEAL,
        node="Evaluation",
        roles=_OFFICERS,
        query=Query(table=evaluations.TABLE, columns=("array[state] as steps",), where=(where("state = 'APPEALED'"),)),
        thing="evaluation",
        seat="body",
    ),
    Source(
        kind=WorkKind.RESTRUCTURING,
        node="Restructuring",
        roles=_OFFICERS,
        query=Query(
            table=restructurings.TABLE,
            columns=("array[state] as steps",),
            where=(where("(state = 'DRAFT' and report is not null) or state = 'APPROVED'"),),
        ),
        thing="plan",
        due="effective_on",
        of_viewer=lambda viewer: (where("state <> 'DRAFT' or drafted_by <> {}", viewer.actor.subject),),
    ),
    Source(
        kind=WorkKind.DATA_REQUEST,
        node="DataSubjectRequest",
        roles=_OFFICERS,
        query=Query(
            table=data_requests.TABLE,
            columns=("array[state] as steps",),
            where=(where("state in ('REQUESTED', 'ACCEPTED')"),),
        ),
        thing="request",
        seat="body",
        due=_LIMIT,
        late=f"{_LIMIT} < (now() at time zone 'Asia/Ho_Chi_Minh')::date",
    ),
)
_TODAY = "(now() at time zone 'Asia/Ho_Chi_Minh')::date"
AT_HOME: Sequence[Source] = (
    Source(
        kind=WorkKind.HOME_SERVICE,
        node="HomeService",
        roles=_OFFICERS,
        query=Query(
            table=home_services.TABLE,
            columns=("array['HOME_' || state] as steps",),
            where=(where("open and state in ('REQUESTED', 'FAILED_ATTEMPT')"),),
        ),
        thing="home_service",
        seat="organization",
    ),
    Source(
        kind=WorkKind.HOME_VISIT,
        node="HomeService",
        roles=frozenset({Role.HOME_VISIT_OFFICER}),
        query=Query(
            table=home_services.TABLE,
            columns=("array['HOME_' || state] as steps",),
            where=(where("open and state in ('SCHEDULED', 'EN_ROUTE')"),),
        ),
        thing="home_service",
        due="visit_on",
        late=f"visit_on < {_TODAY}",
        of_viewer=lambda viewer: (where("officer = {}", viewer.actor.subject),),
    ),
    Source(
        kind=WorkKind.CUSTODY_INCIDENT,
        node="HomeService",
        roles=_OFFICERS,
        query=Query(
            table=home_services.TABLE,
            columns=("array['INCIDENT'] as steps",),
            where=(
                Within(
                    "home_service",
                    Query(table=custodies.TABLE, columns=("home_service",), where=(where("incident is not null"),)),
                ),
            ),
        ),
        thing="home_service",
        seat="organization",
    ),
)
"""Visits to plan, visits given to oneself, and broken seals that hold an admission up."""
_MUTATIONS = {
    **dict.fromkeys(("HOME_REQUESTED", "HOME_FAILED_ATTEMPT"), "scheduleHomeVisit"),
    **dict.fromkeys(("HOME_SCHEDULED", "HOME_EN_ROUTE"), "submitVisitBatch"),
    "INCIDENT": "closeCustodyIncident",
    **{step: f"{step.lower()}Transfer" for step in FORWARD},
    "DECIDE_OVERDUE": "decideOverdueTransfer",
    "SELF_REVIEWED": "recordCellVote",
    "COMMENTED": "recordCellVote",
    "VOTED": "proposeRating",
    "APPEALED": "decideAppeal",
    "REQUESTED": "answerDataRequest",
    "ACCEPTED": "completeDataRequest",
    "DRAFT": "approveRestructuring",
    "APPROVED": "executeRestructuring",
}


def mutation_of(steps: Sequence[str]) -> str:
    """The mutation that does what comes next."""
    return next(_MUTATIONS[step] for step in (*FORWARD, *steps) if step in steps)


def sources_for(role: str, kind: WorkKind | None) -> Sequence[Source]:
    """The kinds of work that are a role's."""
    return [source for source in (*SOURCES, *AT_HOME) if role in source.roles and kind in (None, source.kind)]
