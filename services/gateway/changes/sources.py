"""Nguồn thay đổi - which views have a row for each change of a kind of thing: none is kept twice for the feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.gateway.evaluation import evaluations
from services.gateway.membership import history, timeline
from services.gateway.organization import organizations, restructurings
from services.gateway.reading.query import Query, Where, where
from services.gateway.reading.tables import Reach, Table


class ChangeKind(StrEnum):
    """Loại đối tượng."""

    ORGANIZATION = "ORGANIZATION"
    RESTRUCTURING = "RESTRUCTURING"
    MEMBER = "MEMBER"
    TRANSFER = "TRANSFER"
    EVALUATION = "EVALUATION"

    @property
    def node(self) -> str:
        """The name of the type, as global ids bear it."""
        return self.value.capitalize()


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of thing: the table with a row for each of its changes, and the columns with its id and its place.

    `gone`: the row says that it left an organisation of the viewer's. `several`: a fact may have many rows of it.
    """

    kind: ChangeKind
    table: Table
    thing: str
    sequence: str
    where: tuple[Where, ...] = ()
    gone: bool = False
    several: bool = False

    def changed(self, after: tuple[int, UUID], until: int, first: int) -> Query:
        """What changed behind a place in the log, as far as the views show all of it."""
        behind = where(f"({self.sequence}, {self.thing}) > ({{}}, {{}}::uuid)", *after)
        return Query(
            table=self.table,
            columns=(f"{self.sequence} as place", f"{self.thing} as thing"),
            where=(*self.where, behind, where(f"{self.sequence} <= {{}}", until)),
            group_by=(self.sequence, self.thing) if self.several else (),
            order_by=(self.sequence, self.thing),
            limit=first,
        )


_LEFT = Table(name=history.TABLE.name, reach=Reach.PERSONS, organization="came_from", person="member")
_REHOMED = where("fact in ('TransferAdmitted', 'MemberRehomed')")

SOURCES: Mapping[str, Sequence[Source]] = {
    "organization": (
        Source(
            kind=ChangeKind.ORGANIZATION,
            table=organizations.TABLE,
            thing="organization",
            sequence="sequence",
            several=True,
        ),
        Source(kind=ChangeKind.RESTRUCTURING, table=restructurings.TABLE, thing="plan", sequence="changed"),
    ),
    "membership": (
        Source(kind=ChangeKind.MEMBER, table=history.TABLE, thing="member", sequence="ordinal"),
        Source(kind=ChangeKind.MEMBER, table=_LEFT, thing="member", sequence="ordinal", where=(_REHOMED,), gone=True),
        Source(kind=ChangeKind.TRANSFER, table=timeline.TABLE, thing="transfer", sequence="sequence"),
    ),
    "evaluation": (Source(kind=ChangeKind.EVALUATION, table=evaluations.TABLE, thing="evaluation", sequence="told"),),
}
"""By service, organisations first: whoever reads on finds a cell before its members."""
