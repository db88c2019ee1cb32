"""What a published fact is called and how large it may be: checked before the append, for a mirror cannot skip."""

import hashlib
import re
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

from shared.eventlog.refusals import FactIsTooLarge
from shared.vocabulary.facts import PublishedFact

LARGEST_FACT = 256 * 1024
LARGEST_META = 8 * 1024
_PROVINCE = re.compile(r"\d\d")
_TAIL = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+){2}\.v\d+")


class SubjectIsUnfit(ValueError):  # noqa: N818 - named as a sentence
    """A subject could not be built: a mistake in the code, found before anything is written."""


def subject(province: str, fact: type[PublishedFact], aggregate: UUID) -> str:
    """`evt.<province>.<service>.<aggregate>.<fact>.v<n>.<lane>`; lanes keep the number of subjects small."""
    return f"{_head(province, fact)}{aggregate.int & 15}"


def event_id(service: str, stream: UUID, version: int) -> bytes:
    """The bytes of a fact's id, stable over redelivery, rebuilds and restores: derived from the place of the fact."""
    digest = _namespace(service).copy()
    digest.update(b"%032x:%d" % (stream.int, version))
    raw = bytearray(digest.digest())
    raw[6] = raw[6] & 0x0F | 0x50  # a version 5 UUID (RFC 9562), made without hashing the namespace each time
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw[:16])


def check_size(size: int, limit: int = LARGEST_FACT) -> None:
    """Refuse what no message could carry."""
    if size > limit:
        raise FactIsTooLarge(size=size, limit=limit)


@cache  # provinces times published facts
def _head(province: str, fact: type[PublishedFact]) -> str:
    tail = fact.subject_tail()
    if not _PROVINCE.fullmatch(province):
        raise SubjectIsUnfit(f"{province!r} is not a province's two digits")
    if not _TAIL.fullmatch(tail):
        raise SubjectIsUnfit(f"{fact.__qualname__}: {tail!r} is no subject")
    return f"evt.{province}.{tail}."


@cache
def _namespace(service: str) -> "hashlib._Hash":
    return hashlib.sha1(uuid5(NAMESPACE_URL, f"urn:lienthong:{service}").bytes, usedforsecurity=False)
