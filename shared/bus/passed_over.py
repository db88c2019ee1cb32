"""Facts of unknown topics that a follower passes over: nobody can say who was to take them, but somebody is told."""

import structlog

from shared.bus.arrival import Arrival
from shared.eventlog.topics import fact_named

_log = structlog.get_logger()
_NAMES = 100  # so many unknown topics are told, each once


class PassedOver:
    """What one follower, since it was started, has passed over without knowing what it was."""

    def __init__(self, follower: str) -> None:
        self._follower = follower
        self._topics: set[str] = set()

    def note(self, arrival: Arrival) -> None:
        """A fact that nobody here asks for; the first of each topic that this program does not know is told."""
        topic = arrival.topic
        if not topic or fact_named(topic) is not None or topic in self._topics or len(self._topics) >= _NAMES:
            return
        self._topics.add(topic)
        _log.error(
            "a fact of an unknown topic was passed over",
            follower=self._follower,
            topic=topic,
            stream=str(arrival.aggregate),
            sequence=arrival.sequence,
        )
