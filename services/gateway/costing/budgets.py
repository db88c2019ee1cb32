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


PERSON = Allowance(most=20_000, rate=4_000)
MACHINE = Allowance(most=100_000, rate=20_000)
_MACHINES = frozenset({Role.INTEGRATION, Role.OPERATOR})
_KEPT = 10_000


def allowance_of(role: str) -> Allowance:
    """What a role class is given."""
    return MACHINE if role in _MACHINES else PERSON


@dataclass
class _Bucket:
    left: float
    at: float


class Budgets:
    """The buckets of this process; those of clients that have not come for long are forgotten, full as they are."""

    def __init__(
        self, allowance: Callable[[str], Allowance] = allowance_of, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowance = allowance
        self._now = now
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def take(self, client: str, role: str, cost: int) -> None:
        """Take what a query may cost; refused, taking nothing, when it is not there."""
        bucket, allowed = self._bucket(client, role), self._allowance(role)
        if bucket.left < cost:
            seconds = math.ceil((cost - bucket.left) / allowed.rate)
            raise QueryBudgetIsSpent(cost=cost, available=int(bucket.left), rate=allowed.rate, seconds=seconds)
        bucket.left -= cost

    def give_back(self, client: str, role: str, points: int) -> None:
        """What was taken and not used."""
        bucket = self._bucket(client, role)
        bucket.left = min(bucket.left + points, self._allowance(role).most)

    def status(self, client: str, role: str) -> dict[str, int]:
        """Shopify's `throttleStatus`."""
        allowed = self._allowance(role)
        left = int(self._bucket(client, role).left)
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
