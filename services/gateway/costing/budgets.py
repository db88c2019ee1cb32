"""Hạn mức - a token bucket for each client: what was asked for is taken at once, what was not used is given back."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from services.gateway.costing.refusals import QueryBudgetIsSpent
from services.organization.contracts.enums import Role


@dataclass(frozen=True)
class Allowance:
    """How much a client may save up, and how much it gains a second."""

    most: int
    rate: int


PERSON = Allowance(most=20_000, rate=2_000)
MACHINE = Allowance(most=100_000, rate=10_000)
_KEPT = 10_000
MISTAKES = 100
"""After so many at once nothing is left of a budget."""
APART, QUEUE = 0.02, 5.0
"""Seconds between two refusals at the door, and the longest that one waits for its turn."""


def allowance_of(role: str) -> Allowance:
    """What a role class is given."""
    return MACHINE if role == Role.INTEGRATION else PERSON


@dataclass
class _Bucket:
    left: float
    at: float
    turn: float = 0.0


class Budgets:
    """The buckets of this process; those of clients that have not come for long are forgotten, full as they are."""

    def __init__(
        self, allowance: Callable[[str], Allowance] = allowance_of, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowance = allowance
        self._now = now
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def admit(self, client: str, role: str) -> None:
        """At the door, before a byte of the query is read: refused while nothing is left."""
        self._need(client, role, 1)

    def turn(self, client: str, role: str) -> float:
        """In how many seconds a refusal at the door is handed out: a client gets one after the other, at a walk."""
        bucket, now = self._bucket(client, role), self._now()
        bucket.turn = min(max(bucket.turn, now) + APART, now + QUEUE)
        return bucket.turn - now

    def charge(self, client: str, role: str, points: int) -> None:
        """What has been done already, such as reading a text; it may leave a debt, no larger than the budget."""
        bucket = self._bucket(client, role)
        bucket.left = max(bucket.left - points, -self._allowance(role).most)

    def fine(self, client: str, role: str) -> None:
        """For what had to be refused: a hundred mistakes at once, as many again once the budget has filled."""
        self.charge(client, role, self._allowance(role).most // MISTAKES)

    def take(self, client: str, role: str, cost: int) -> None:
        """Take what a query may cost; refused, and fined, when it is not there."""
        if self._bucket(client, role).left < cost:
            self.fine(client, role)
        self._need(client, role, cost)
        self.charge(client, role, cost)

    def _need(self, client: str, role: str, cost: int) -> None:
        bucket, allowed = self._bucket(client, role), self._allowance(role)
        if bucket.left < cost:
            seconds, left = math.ceil((cost - bucket.left) / allowed.rate), max(int(bucket.left), 0)
            raise QueryBudgetIsSpent(cost=cost, available=left, rate=allowed.rate, seconds=seconds)

    def give_back(self, client: str, role: str, points: int) -> None:
        """What was taken and not used."""
        bucket = self._bucket(client, role)
        bucket.left = min(bucket.left + points, self._allowance(role).most)

    def status(self, client: str, role: str) -> dict[str, int]:
        """Shopify's `throttleStatus`."""
        allowed = self._allowance(role)
        left = max(int(self._bucket(client, role).left), 0)
        return {"maximumAvailable": allowed.most, "currentlyAvailable": left, "restoreRate": allowed.rate}

    def _bucket(self, client: str, role: str) -> _Bucket:
        key, now, allowed = (client, role), self._now(), self._allowance(role)
        bucket = self._buckets.setdefault(key, _Bucket(allowed.most, now))
        self._buckets.move_to_end(key)
        bucket.left = min(bucket.left + (now - bucket.at) * allowed.rate, allowed.most)
        bucket.at = now
        if len(self._buckets) > _KEPT:
            self._buckets.popitem(last=False)
        return bucket
