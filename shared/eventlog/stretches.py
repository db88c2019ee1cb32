"""Stretches: thousands of facts of a log read and decoded in one go, for whoever is told a whole history.

PostgreSQL joins the stored bytes of each kind of fact to one JSON array; one decoder reads place, time and fact of all.
"""

from collections.abc import Callable, Collection
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import asyncpg
import msgspec

from shared.eventlog.topics import fact_named
from shared.vocabulary.facts import Delivered

_OWN = """
select topic, count(*), coalesce(string_agg(
    convert_to('["' || $3 || '",' || position || ',"' || stream || '",' || version || ',"",', 'UTF8') || state
        || ','::bytea || meta || convert_to(',' || to_json(recorded_at) || ']', 'UTF8'),
    ','::bytea
) filter (where topic = any($4)), ''::bytea)
from facts where position > $1 and position <= $2 group by topic
"""


class StretchIsUnfit(RuntimeError):  # noqa: N818 - named as a sentence
    """Some of its facts cannot be read together with the others: they have to be read one by one."""


class Stretch(NamedTuple):
    """Facts up to a sequence. `opened` decodes those that were asked for, in order; `size` is how much that reads."""

    last: int
    size: int
    opened: Callable[[], list[Delivered]]


async def own_stretch(pool: asyncpg.Pool, service: str, after: int, until: int, topics: Collection[str]) -> Stretch:
    """The own facts behind a position, up to another; every one of them must be there."""
    rows: list[Any] = await pool.fetch(_OWN, after, until, service, list(topics))
    return Stretch(until, sum(len(facts) for _, _, facts in rows), lambda: _opened(rows, until - after))


def _opened(rows: list[Any], count: int) -> list[Delivered]:
    if sum(row[1] for row in rows) != count:
        raise StretchIsUnfit("there are gaps")
    found: list[Delivered] = []
    for topic, _, facts in rows:
        if facts:
            found += _decoder(topic).decode(b"".join((b"[", facts, b"]")))
    found.sort(key=attrgetter("sequence"))
    return found


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
