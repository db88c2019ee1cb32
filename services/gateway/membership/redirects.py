"""The view of redirects: which bodies of a transfer's route were replaced by what succeeded them, and when."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import TransferReaddressed
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table redirects (
    transfer uuid, sequence bigint, ended uuid, successor uuid not null, on_day date not null,
    primary key (transfer, sequence, ended)
);
"""


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One row for each body that was replaced."""
    fact = delivered.fact
    assert isinstance(fact, TransferReaddressed)
    for one in fact.replaced:
        key = {"transfer": fact.transfer, "sequence": delivered.sequence, "ended": one.ended}
        yield Put("redirects", key, {"successor": one.successor, "on_day": fact.act.acted_on})


VIEW = View(name="redirects", version=1, ddl=_DDL, on=(TransferReaddressed,), fold=fold)

# Query ─ read only through a transfer that the viewer has been given

TABLE = Table(name="redirects", reach=Reach.OF_TRANSFER)


def of_transfers(transfers: Sequence[UUID]) -> Query:
    """The redirects of each of several transfers, the oldest first."""
    chosen = where("transfer = any({}::uuid[])", list(transfers))
    columns = ("transfer", "ended", "successor", "on_day")
    return Query(table=TABLE, columns=columns, where=(chosen,), order_by=("sequence",))
