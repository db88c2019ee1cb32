"""The views of a service's own log: ready once they show everything that stood when the service opened."""

from collections.abc import Callable, Collection

from shared.bus.positions import Positions
from shared.vocabulary.finding import Finding


class OwnViews:
    """What the founding wrote a moment ago is folded before the first request is invited.

    Later lag does not count: a service that keeps up with its work is ready however much it is given.
    """

    def __init__(
        self,
        positions: Positions,
        followers: Collection[str],
        head: int,
        halted: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`halted`: followers that have stopped for good; each says so itself, and what they miss is not waited for."""
        self._halted = halted
        self._positions = positions
        self._behind = set(followers)
        self._head = head

    def finding(self) -> Finding:
        """Not ready until each follower of the own log has reached that head once."""
        self._behind.difference_update(self._halted())
        lag = max((self._head - self._positions.place_of(name) for name in self._behind), default=0)
        self._behind = {name for name in self._behind if self._positions.place_of(name) < self._head}
        reason = "reading what stood at the start" if self._behind else ""
        return Finding(name="own views", ok=not self._behind, reason=reason, lag=max(0, lag))
