"""Facts of known kinds that cannot be read, found by reading every one: for operators."""

import msgspec

from shared.eventlog.mapper import FactMapper
from shared.eventlog.refusals import FactIsUnreadable
from shared.eventlog.topics import UnknownFacts, fact_named

_MAPPER = FactMapper()


class Unreadable:
    """Counts them, by topic; positions come in order."""

    def __init__(self) -> None:
        self._found: dict[str, UnknownFacts] = {}

    @property
    def found(self) -> tuple[UnknownFacts, ...]:
        """How many of each topic, and where the first stands."""
        return tuple(sorted(self._found.values(), key=lambda one: one.first))

    def look(self, position: int, topic: str, state: bytes) -> None:
        """One stored fact. Of a name that nobody here knows nothing can be said."""
        if fact_named(topic) is None:
            return
        try:
            _MAPPER.decode(topic, state)
        except FactIsUnreadable:
            one = self._found.get(topic) or UnknownFacts(topic=topic, count=0, first=position)
            self._found[topic] = msgspec.structs.replace(one, count=one.count + 1)
