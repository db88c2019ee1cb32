"""A portion: what a follower takes together of the arrivals that wait."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.bus.arrival import Arrival
from shared.readmodel.engine import Folded, PoisonFact
from shared.vocabulary.facts import Delivered
from shared.vocabulary.mending import ParkedFact


@dataclass
class Portion:
    """Arrivals that are taken together: `batch` is applied, `behind` waits for what is parked, `poison` comes next."""

    arrivals: Sequence[Arrival]
    batch: list[Delivered] = field(default_factory=list)
    behind: list[ParkedFact] = field(default_factory=list)
    folded: Folded = field(default_factory=Folded)
    poison: PoisonFact | None = None

    def until(self, poison: PoisonFact) -> "Portion":
        """The part before a fact that cannot be taken; still to be folded."""
        return Portion(
            [arrival for arrival in self.arrivals if arrival.sequence < poison.sequence],
            [delivered for delivered in self.batch if delivered.sequence < poison.sequence],
            [fact for fact in self.behind if fact.sequence < poison.sequence],
            poison=poison,
        )
