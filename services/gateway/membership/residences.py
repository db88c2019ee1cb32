"""The view of residences and work places: at which place of the register a member lives and works; blank once erased.

What the rules of an allocation go by (R3, D12). It is shown in no list, only as the cell that a rule proposes.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import MemberCorrected, MemberRegistered, PersonErased
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

PERSONAL = ("residence", "workplace")
_DDL = "create table residences (member uuid primary key, residence text, workplace text);"
_SEALED = {"residence": "residence_place", "workplace": "workplace"}


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """What was told last; what is absent stays."""
    match delivered.fact:
        case MemberRegistered() | MemberCorrected() as fact:
            told = {column: getattr(fact, field) for column, field in _SEALED.items()}
            clear = {column: open_(fact.member, _SEALED[column], value) for column, value in told.items() if value}
            if isinstance(fact, MemberRegistered):
                yield Put("residences", {"member": fact.member}, {"residence": None, "workplace": None, **clear})
            elif clear:
                yield Patch("residences", {"member": fact.member}, clear)
        case PersonErased() as fact:
            yield Patch("residences", {"member": fact.member}, dict.fromkeys(PERSONAL))


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    fact = delivered.fact
    return (fact.member,) if isinstance(fact, MemberRegistered | MemberCorrected) else ()


VIEW = View(
    name="residences",
    version=1,
    ddl=_DDL,
    on=(MemberRegistered, MemberCorrected, PersonErased),
    fold=fold,
    people=_people,
    person="member",
    personal=PERSONAL,
)

# Query

TABLE = Table(name="residences", reach=Reach.OF_MEMBER, person="member")


def of_members(members: Sequence[UUID]) -> Query:
    """Where each of several members lives and works, as far as the viewer reaches them."""
    chosen = where("member = any({}::uuid[])", list(members))
    return Query(table=TABLE, columns=("member", "residence", "workplace"), where=(chosen,))
