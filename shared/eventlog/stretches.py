"""Stretches: thousands of facts of a log read and decoded in one go, for whoever is told a whole history.

PostgreSQL joins the stored bytes of each kind of fact to one JSON array; one decoder reads place, time and fact of all.
Of facts that become rows and nothing else only the fields of these rows are read (`Excerpt`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import asyncpg
import msgspec

from shared.eventlog.mapper import may_be_marked
from shared.eventlog.topics import fact_named
from shared.vocabulary.excerpts import Excerpt, Excerpts, decoder_of
from shared.vocabulary.facts import Delivered, Fact

_OWN = """
select topic, count(*), coalesce(string_agg(
    convert_to('["' || $3 || '",' || position || ',"' || stream || '",' || version || ',"",', 'UTF8') || state
        || ','::bytea || meta || convert_to(',' || to_json(recorded_at) || ']', 'UTF8'),
    ','::bytea
) filter (where topic = any($4)), ''::bytea),
    coalesce(array_agg(position) filter (where topic = any($5)), '{}'),
    coalesce(string_agg(state, ','::bytea) filter (where topic = any($5)), ''::bytea)
from facts where position > $1 and position <= $2 group by topic
"""

Part = Sequence[Delivered] | Excerpts
"""Facts that follow each other: whole, or excerpts of facts of one kind."""


class StretchIsUnfit(RuntimeError):  # noqa: N818 - named as a sentence
    """Some of its facts cannot be read together with the others: they have to be read one by one."""


class Stretch(NamedTuple):
    """Facts up to a sequence. `opened` decodes those that were asked for, in order; `size` is how much that reads.

    `digest` and `epoch` are the last one's, where they are another service's facts.
    """

    last: int
    size: int
    opened: Callable[[], list[Part]]
    digest: bytes = b""
    epoch: str = ""


class _Place(NamedTuple):
    sequence: int
    excerpt: Any
    kind: type[Fact]


async def own_stretch(
    pool: asyncpg.Pool,
    service: str,
    topics: Collection[str],
    excerpts: Mapping[str, Excerpt],
    *,
    after: int,
    until: int,
) -> Stretch:
    """The own facts behind a position, up to another; every one of them must be there."""
    whole = [topic for topic in topics if topic not in excerpts]
    rows: list[Any] = await pool.fetch(_OWN, after, until, service, whole, list(excerpts))
    size = sum(len(facts) + len(states) for _, _, facts, _, states in rows)
    return Stretch(until, size, lambda: _opened(rows, until - after, excerpts))


def _opened(rows: list[Any], count: int, excerpts: Mapping[str, Excerpt]) -> list[Part]:
    if sum(row[1] for row in rows) != count:
        raise StretchIsUnfit("there are gaps")
    told: list[Delivered] = []
    read: list[tuple[list[int], Excerpts]] = []
    for topic, _, facts, places, states in rows:
        if may_be_marked(facts) or may_be_marked(states):  # of a version that those who read in one go do not know
            raise StretchIsUnfit(topic)
        if facts:
            told += _decoder(topic).decode(_array(facts))
        if places:
            read.append((places, _excerpts(excerpts[topic], states)))
    if not read:
        told.sort(key=attrgetter("sequence"))
        return [told]
    if not told and len(read) == 1:
        return [read[0][1]]
    return list(_in_order(told, read))


def _in_order(told: list[Delivered], read: list[tuple[list[int], Excerpts]]) -> Iterator[Part]:
    """What was read kind by kind, as it stands in the log."""
    found: list[Any] = list(told)
    for places, of in read:
        found += [_Place(place, fact, of.kind) for place, fact in zip(places, of.facts, strict=True)]
    found.sort(key=attrgetter("sequence"))
    for kind, run in groupby(found, key=_kind):
        together = list(run)
        yield together if kind is None else Excerpts(kind, [one.excerpt for one in together])


def _kind(one: Delivered | _Place) -> type[Fact] | None:
    return one.kind if isinstance(one, _Place) else None


def _excerpts(wanted: Excerpt, states: bytes) -> Excerpts:
    if wanted.kind.class_version != 1:
        raise StretchIsUnfit(wanted.kind.TOPIC)
    return Excerpts(wanted.kind, decoder_of(wanted).decode(_array(states)))


def _array(joined: bytes) -> bytes:
    return b"".join((b"[", joined, b"]"))


@cache
def _decoder(topic: str) -> msgspec.json.Decoder[Any]:
    """One for each kind of fact; facts of older versions take the long way, through their upcasters."""
    fact = fact_named(topic)
    if fact is None or fact.class_version != 1:
        raise StretchIsUnfit(topic)
    told = msgspec.defstruct(
        f"Told{fact.__name__}", [("fact", fact)], bases=(Delivered,), frozen=True, kw_only=True, array_like=True
    )
    return msgspec.json.Decoder(list[told])
