"""ServiceStatus: how far the gateway's views are behind each service, and whether the service answers."""

import asyncio
from dataclasses import dataclass
from importlib.metadata import version

import strawberry

from shared.bus.follower import Follower
from shared.bus.positions import Positions
from shared.http.client import ServiceClient
from shared.vocabulary.refusals import Refusal

_PATIENCE = 1.0


@strawberry.type(description="Tình trạng của một dịch vụ / The state of a service")
class ServiceStatus:
    """Tình trạng dịch vụ."""

    service: str = strawberry.field(description="Dịch vụ / The service")
    reachable: bool = strawberry.field(description="Có trả lời không / Whether it answers")
    version: str = strawberry.field(description="Phiên bản phần mềm / The software's version")
    applied: int = strawberry.field(
        description="Sự kiện cuối đã vào cổng / The last published fact in the gateway's views"
    )
    head: int | None = strawberry.field(description="Sự kiện cuối đã công bố / The last published fact")
    lag: int = strawberry.field(description="Số sự kiện còn phải đọc / Facts still to be read")
    parked_keys: int = strawberry.field(description="Khóa đang bị giữ lại / Keys that are parked")
    halted: str | None = strawberry.field(description="Vì sao ngừng đọc / Why reading has halted")


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What the status is read from."""

    client: ServiceClient
    positions: Positions
    followers: list[Follower]

    async def statuses(self) -> list[ServiceStatus]:
        """One for each service followed."""
        return list(await asyncio.gather(*(self._status(follower) for follower in self.followers)))

    async def _status(self, follower: Follower) -> ServiceStatus:
        source, finding = follower.source, follower.finding()
        head = await self._head(source)
        applied = self.positions.current().get(source, 0)
        return ServiceStatus(
            service=source,
            reachable=head is not None,
            version=version("lienthong"),
            applied=applied,
            head=head,
            lag=max(finding.lag, (head or 0) - applied, 0),
            parked_keys=len(follower.held_up),
            halted=follower.halted or None,
        )

    async def _head(self, source: str) -> int | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                return (await self.client.positions(source)).at.get(source, 0)
        except (Refusal, TimeoutError):
            return None
