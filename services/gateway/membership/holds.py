"""The view of holds: which body looks into something, by which document, since when. Deciding officers read it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import MemberHoldLifted, MemberHoldPlaced, PersonErased
from shared.readmodel.view import Op, Open, Put, Remove, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table holds (
    member uuid, organization uuid, document_number text, placed_on date not null, primary key (member, organization)
);
"""
_ERASE = "update holds set document_number = null where member = $1"


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """A row as long as the hold lasts."""
    match delivered.fact:
        case MemberHoldPlaced() as fact:
            number = open_(fact.member, "document_number", fact.document_number)
            key = {"member": fact.member, "organization": fact.organization}
            yield Put("holds", key, {"document_number": number, "placed_on": fact.on})
        case MemberHoldLifted() as fact:
            yield Remove("holds", {"member": fact.member, "organization": fact.organization})
        case PersonErased() as fact:
            yield Run(_ERASE, (fact.member,))


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    return (delivered.fact.member,) if isinstance(delivered.fact, MemberHoldPlaced) else ()


VIEW = View(
    name="holds",
    version=1,
    ddl=_DDL,
    on=(MemberHoldPlaced, MemberHoldLifted, PersonErased),
    fold=fold,
    people=_people,
    person="member",
    personal=("document_number",),
)
TABLE = Table(name="holds", reach=Reach.OF_MEMBER, person="member")


def of_members(members: Sequence[UUID]) -> Query:
    """The oldest hold on each of several members that lasts."""
    chosen = where("member = any({}::uuid[])", list(members))
    columns = ("member", "organization", "document_number", "placed_on")
    return Query(table=TABLE, columns=columns, where=(chosen,), order_by=("placed_on desc",))
