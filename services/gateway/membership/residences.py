"""The view of residences and work places: at which place of the register a member lives and works; blank once erased.

What the rules of an allocation go by (R3, D12). It is shown in no list, only as the cell that a rule proposes. Most
members are registered without either: a row for each place that was told, and none for one that was not.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import MemberCorrected, MemberRegistered, PersonErased
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

PERSONAL = ("place",)
_DDL = "create table residences (member uuid, kind text, place text, primary key (member, kind));"
_SEALED = {"residence": "residence_place", "workplace": "workplace"}


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """What was told last; what is absent stays."""
    match delivered.fact:
        case MemberRegistered() | MemberCorrected() as fact:
            for kind, field in _SEALED.items():
                if (told := getattr(fact, field)) is not None:
                    place = open_(fact.member, field, told)
                    yield Put("residences", {"member": fact.member, "kind": kind}, {"place": place})
        case PersonErased() as fact:
            for kind in _SEALED:
                yield Patch("residences", {"member": fact.member, "kind": kind}, {"place": None})


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    fact = delivered.fact
    if not isinstance(fact, MemberRegistered | MemberCorrected):
        return ()
    return (fact.member,) if any(getattr(fact, field) is not None for field in _SEALED.values()) else ()


VIEW = View(
    name="residences",
    version=2,
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
    return Query(table=TABLE, columns=("member", "kind", "place"), where=(chosen,))
