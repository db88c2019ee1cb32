"""Instant: as of which date, as known when. Organisations, census and a member's home can be asked at one."""

from dataclasses import dataclass
from datetime import date, datetime

from services.gateway.reading.query import Where, where


@dataclass(frozen=True)
class Instant:
    """Thời điểm đọc - `said` tells whether the client named the date; else it is today in Viet Nam."""

    on: date
    known_at: datetime | None = None
    said: bool = False

    def conditions(self) -> tuple[Where, ...]:
        """True on that date, as known at that instant."""
        return where("valid_from <= {} and valid_to > {}", self.on, self.on), self.known()

    def known(self) -> Where:
        """As known at that instant, whatever the date."""
        if self.known_at is None:
            return where("known_to = 'infinity'")
        return where("known_from <= {} and known_to > {}", self.known_at, self.known_at)


def instant(today: date, as_of: date | None, known_at: datetime | None) -> Instant:
    """The instant behind the arguments `asOf` and `knownAt`."""
    return Instant(as_of or today, known_at, said=as_of is not None)
