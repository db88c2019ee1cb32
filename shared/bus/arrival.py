"""An arrival: the next entry of a log as a follower finds it, not yet opened."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

import msgspec

from shared.eventlog.rows import OutboxRow, StoredFact
from shared.vocabulary.facts import Delivered

_NOBODY = UUID(int=0)


class _Basis(msgspec.Struct):
    basis: dict[str, int] = {}


_BASIS = msgspec.json.Decoder(_Basis)


class Arrival(msgspec.Struct, frozen=True):
    """Place and ties of an entry. `open` decodes the fact, or answers None if nobody here asks for its kind."""

    sequence: int
    epoch: str
    digest: bytes
    previous: bytes
    basis: Mapping[str, int]
    open: Callable[[], Delivered | None]
    topic: str = ""
    aggregate: UUID = _NOBODY
    body: bytes = b"{}"


def published(row: OutboxRow, *, source: str, epoch: str, topics: Collection[str]) -> Arrival:
    """An entry of another service's published log; what this process does not know is not decoded."""
    basis = _BASIS.decode(row.meta).basis
    return Arrival(
        sequence=row.sequence,
        epoch=epoch,
        digest=row.digest,
        previous=row.previous,
        basis={service: sequence for service, sequence in basis.items() if service != source},
        open=lambda: row.delivered(source) if row.topic in topics else None,
        topic=row.topic,
        aggregate=row.aggregate,
        body=row.body,
    )


def own(row: StoredFact, *, service: str, epoch: str, topics: Collection[str]) -> Arrival:
    """An entry of the service's own log, by position."""
    return Arrival(
        sequence=row.position,
        epoch=epoch,
        digest=b"",
        previous=b"",
        basis={},
        open=lambda: _delivered(row, service) if row.topic in topics else None,
        topic=row.topic,
        aggregate=row.stream,
        body=row.state,
    )


def _delivered(row: StoredFact, service: str) -> Delivered:
    """An own fact as a follower receives it."""
    return Delivered(
        service=service,
        sequence=row.position,
        aggregate=row.stream,
        version=row.version,
        province="",
        fact=row.fact(),
        stored_meta=msgspec.Raw(row.meta),
        recorded_at=row.recorded_at,
    )
