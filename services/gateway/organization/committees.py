"""The view of committees: seats with the days they were held, terms with the planned size, classes (D2, D16)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from services.gateway.reading.query import Each, Query, Within, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import (
    COMMITTEE_FACTS,
    CommitteeTermSet,
    SeatReopened,
    SeatTaken,
    SeatVacated,
    TrainingHeld,
)
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table committees (
    organization uuid primary key, planned_size int not null, term_from date not null, term_to date
);
create table committees_seats (
    seat uuid primary key, organization uuid not null, member uuid not null, position text not null, way text not null,
    since date not null, left_on date, why text, decision_number text, decision_date date, degree text, theory text,
    dual_roles text[] not null default '{}', plan uuid
);
create index on committees_seats (organization);
create table committees_trainings (
    training uuid primary key, organization uuid not null, held_on date not null, attendances int not null,
    decision_number text
);
create index on committees_trainings (organization);
"""
_SEAT = ("member", "organization", "position", "way", "since", "decision_number", "decision_date", "degree", "theory")

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Seats are kept when they are left: a report of a period counts who took them in it."""
    match delivered.fact:
        case CommitteeTermSet() as fact:
            term = {"planned_size": fact.planned_size, "term_from": fact.term_from, "term_to": fact.term_to}
            yield Put("committees", {"organization": fact.organization}, term)
        case SeatTaken() as fact:
            stated = {name: getattr(fact, name) for name in _SEAT}
            more = {"dual_roles": [role.value for role in fact.dual_roles], "plan": fact.plan}
            yield Put("committees_seats", {"seat": fact.seat}, {**stated, **more})
        case SeatVacated() as fact:
            yield Patch("committees_seats", {"seat": fact.seat}, {"left_on": fact.on, "why": fact.why})
        case SeatReopened() as fact:
            yield Patch("committees_seats", {"seat": fact.seat}, {"left_on": None, "why": None})
        case TrainingHeld() as fact:
            held = {name: getattr(fact, name) for name in ("organization", "held_on", "attendances", "decision_number")}
            yield Put("committees_trainings", {"training": fact.training}, held)


VIEW = View(name="committees", version=1, ddl=_DDL, on=COMMITTEE_FACTS, fold=fold)

# Query

TERMS = Table(name="committees", reach=Reach.DIRECTORY)
SEATS = Table(name="committees_seats", reach=Reach.PERSONS, organization="organization", person="member")
FIGURES = Table(name="committees_seats", reach=Reach.COUNTS, organization="organization", person="member")
TRAININGS = Table(name="committees_trainings", reach=Reach.COUNTS, organization="organization", person="training")
COLUMNS = ("seat", "member", "position", "way", "since", "degree", "theory", "dual_roles")
_RANK = (
    "array_position(array['SECRETARY', 'STANDING_DEPUTY', 'DEPUTY', 'STANDING_MEMBER', 'COMMITTEE_MEMBER',"
    " 'INSPECTION_CHAIR', 'INSPECTION_DEPUTY'], position)"
)


def terms(organizations: Sequence[UUID]) -> Query:
    """Planned size and term of each of several committees."""
    columns = ("planned_size", "term_from", "term_to")
    return Query(table=TERMS, columns=columns, each=Each("organization", organizations))


def seats(organizations: Sequence[UUID], on: date) -> Query:
    """Who sits in each of several committees on a day, as far as the viewer may read persons there."""
    held = where("since <= {} and (left_on is null or left_on > {})", on, on)
    order = (_RANK, "since", "seat")
    return Query(table=SEATS, columns=COLUMNS, where=(held,), order_by=order, each=Each("organization", organizations))


def seated(organizations: Sequence[UUID], on: date) -> Query:
    """How many sit in each of several committees on a day: people, whatever they are there."""
    held = where("since <= {} and (left_on is null or left_on > {})", on, on)
    columns = ("count(distinct member) as people",)
    return Query(table=FIGURES, columns=columns, where=(held,), each=Each("organization", organizations))


def supplements(place: Within, start: date, end: date) -> Query:
    """Each seat that was taken by supplement within [start, end]: what it is, where, by which paper."""
    taken = where("way = 'SUPPLEMENTED' and since >= {} and since <= {}", start, end)
    columns = ("seat", "organization", "position", "decision_number", "plan")
    return Query(table=FIGURES, columns=columns, where=(taken, place), order_by=("since", "seat"))


def qualification(place: Within, on: date) -> Query:
    """How many people sit in the committees of a subtree, and how many of them have which qualification (D16)."""
    held = where("since <= {} and (left_on is null or left_on > {})", on, on)
    columns = (
        "count(distinct member) as people",
        "count(distinct member) filter (where degree = 'POSTGRADUATE') as postgraduate",
        "count(distinct member) filter (where theory = 'ADVANCED') as advanced",
        "count(distinct member) filter (where 'VILLAGE_HEAD' = any(dual_roles)) as village_heads",
    )
    return Query(table=FIGURES, columns=columns, where=(held, place))


def trainings(place: Within, start: date, end: date) -> Query:
    """The classes held within [start, end]."""
    held = where("held_on >= {} and held_on <= {}", start, end)
    columns = ("training", "attendances", "decision_number")
    return Query(table=TRAININGS, columns=columns, where=(held, place), order_by=("held_on", "training"))
