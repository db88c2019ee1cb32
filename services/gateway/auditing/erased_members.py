"""The view of erased members: what readers gave as their purpose is taken from the read audit with the rest.

The row of the audit stays: who read which fields, and when. A purpose is a text about the member and no fact holds it,
so nothing but this blanks it. A rebuild does it once more, which is how purposes of earlier erasures went.
"""

from collections.abc import Iterable

from services.membership.contracts.facts import PersonErased
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = "create table erased_members (member uuid primary key);"
_ALONE = "select pg_advisory_xact_lock(hashtextextended('the purposes of read_audit', 0))"
"""Until the commit no purpose is added: a row that comes before is blanked, one that comes behind sees the member."""
_BLANK = "update read_audit set purpose = null where member = $1 and purpose <> ''"


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One row for each erasure, and its member's purposes."""
    fact = delivered.fact
    assert isinstance(fact, PersonErased)
    yield Put("erased_members", {"member": fact.member}, {})
    yield Run(_ALONE)
    yield Run(_BLANK, (fact.member,))


VIEW = View(name="erased_members", version=1, ddl=_DDL, on=(PersonErased,), fold=fold)
