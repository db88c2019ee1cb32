"""Phục vụ tại nhà đang ở đâu: what decisions need to remember of a service, and how facts change it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.membership.domain.home_service import facts as told
from shared.vocabulary.facts import Sealed, Stream

ENDED = frozenset({"DONE", "FELL_BACK", "CANCELLED"})


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Một lần đến nhà; `outcome` is empty while it is open, else FAILED, DONE or REPLACED."""

    number: int
    officer: str
    on: date
    slot: str
    started: bool = False
    outcome: str = ""


class StoredProof(msgspec.Struct, frozen=True):
    """Minh chứng đã lưu, and the visit for which it was taken."""

    kind: str
    visit: int


class HomeService(msgspec.Struct, frozen=True, kw_only=True):
    """One service; `state` is empty while there is none."""

    state: str = ""
    member: UUID | None = None
    service: str = ""
    flow: str = ""
    carries_file: bool = False
    accepted: tuple[str, ...] = ()
    organization: UUID | None = None
    fallback: UUID | None = None
    home: UUID | None = None
    transfer: UUID | None = None
    task_code: str = ""
    requested_by: str = ""
    max_attempts: int = 1
    attempts: int = 0
    has_proxy: bool = False
    visits: tuple[Visit, ...] = ()
    proofs: Mapping[UUID, StoredProof] = {}
    one_time_code: Sealed | None = None
    capture_key: Sealed | None = None
    outsiders_erased: bool = False
    province: str = "00"

    @property
    def visit(self) -> Visit | None:
        """Lần đến nhà gần nhất."""
        return self.visits[-1] if self.visits else None

    @property
    def open(self) -> bool:
        """Whether somebody may still come to the house."""
        return bool(self.state) and self.state not in ENDED


def evolve(service: HomeService, fact: told.HomeServiceFact) -> HomeService:
    """The service after a fact. No rule is asked here: what was true when it happened stays true."""
    return _EVOLVE[type(fact)](service, fact)


def _requested(_: HomeService, fact: told.HomeServiceRequested) -> HomeService:
    return HomeService(
        state="REQUESTED",
        member=fact.member,
        service=fact.service,
        flow=fact.flow,
        carries_file=fact.carries_file,
        accepted=fact.proofs,
        organization=fact.organization,
        fallback=fact.fallback,
        home=fact.home,
        transfer=fact.transfer,
        task_code=fact.task_code,
        requested_by=fact.requested_by,
        max_attempts=fact.max_attempts,
        has_proxy=fact.proxy is not None,
        province=fact.province,
    )


def _scheduled(service: HomeService, fact: told.HomeVisitScheduled) -> HomeService:
    before = service.visits
    if before and not before[-1].outcome:
        before = (*before[:-1], replace(before[-1], outcome="REPLACED"))
    visit = Visit(number=fact.visit, officer=fact.officer, on=fact.on, slot=fact.slot)
    return replace(
        service,
        state="SCHEDULED",
        visits=(*before, visit),
        one_time_code=fact.one_time_code,
        capture_key=fact.capture_key,
    )


def _with_visit(service: HomeService, number: int, **changed: Any) -> tuple[Visit, ...]:
    return tuple(replace(v, **changed) if v.number == number else v for v in service.visits)


def _started(service: HomeService, fact: told.HomeVisitStarted) -> HomeService:
    return replace(service, state="EN_ROUTE", visits=_with_visit(service, fact.visit, started=True))


def _failed(service: HomeService, fact: told.HomeVisitFailed) -> HomeService:
    visits = _with_visit(service, fact.visit, outcome="FAILED")
    return replace(service, state="FAILED_ATTEMPT", attempts=service.attempts + 1, visits=visits)


def _completed(service: HomeService, fact: told.HomeServiceCompleted) -> HomeService:
    return replace(service, state="DONE", visits=_with_visit(service, fact.visit, outcome="DONE"))


def _stored(service: HomeService, fact: told.HomeProofStored) -> HomeService:
    return replace(service, proofs={**service.proofs, fact.proof: StoredProof(fact.kind, fact.visit)})


_EVOLVE: dict[type[told.HomeServiceFact], Any] = {
    told.HomeServiceRequested: _requested,
    told.HomeVisitScheduled: _scheduled,
    told.HomeVisitStarted: _started,
    told.HomeVisitFailed: _failed,
    told.HomeServiceFellBack: lambda s, _: replace(s, state="FELL_BACK"),
    told.HomeProofStored: _stored,
    told.HomeServiceCompleted: _completed,
    told.OutsidersErased: lambda s, _: replace(s, outsiders_erased=True),
    told.HomeServiceCancelled: lambda s, _: replace(s, state="CANCELLED"),
}

HOME_SERVICES: Stream[HomeService] = Stream(
    name="home_service", initial=HomeService(), evolve=evolve, facts=get_args(told.HomeServiceFact)
)
