"""The view of meetings: when, how many, how good; never who."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.evaluation.contracts.register_facts import MeetingRecorded
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table meetings (
    meeting uuid primary key, organization uuid not null, kind text not null, held_on date not null,
    mode text not null, thematic boolean not null, visited boolean not null, invited int not null,
    present int not null, excused int not null, points numeric, quality text, every_months int not null,
    minutes_hash text
);
create index on meetings (organization, held_on);
"""
_PLAIN = (
    "held_on", "thematic", "visited", "invited", "present", "excused", "points", "every_months", "minutes_hash",
)  # fmt: skip

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """The newest word on each meeting."""
    fact = delivered.fact
    assert isinstance(fact, MeetingRecorded)
    columns = {
        **{name: getattr(fact, name) for name in _PLAIN},
        "organization": fact.organization,
        "kind": fact.of.value,
        "mode": fact.mode.value,
        "quality": fact.quality.value if fact.quality else None,
    }
    yield Put("meetings", {"meeting": fact.meeting}, columns)


VIEW = View(name="meetings", version=1, ddl=_DDL, on=(MeetingRecorded,), fold=fold)

# Query ─ counts of bodies; `meeting` stands where a person's id would

TABLE = Table(name="meetings", reach=Reach.COUNTS, organization="organization", person="meeting")
COLUMNS = ("meeting", "organization", "kind", "mode", "quality", *_PLAIN)
NEWEST_FIRST = Order(keys=(("held_on", "date"), ("meeting", "uuid")), descending=True)


def of_body(organization: UUID, year: int, kind: str) -> Query:
    """The meetings of one body in a year."""
    span = where("held_on between {} and {}", date(year, 1, 1), date(year, 12, 31))
    of = where("organization = {} and kind = {}", organization, kind)
    return Query(table=TABLE, columns=COLUMNS, where=(of, span))


def held(year: int, places: Iterable[Where | Within]) -> Query:
    """In how many of its spans of `every_months` each cell met: one figure for many cells."""
    span = where("held_on between {} and {}", date(year, 1, 1), date(year, 12, 31))
    slot = "(organization, (extract(month from held_on)::int - 1) / every_months)"
    columns = (f"count(distinct {slot}) as held",)
    return Query(table=TABLE, columns=columns, where=(where("kind = 'CELL'"), span, *places))
