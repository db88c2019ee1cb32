"""Dữ liệu mẫu: made-up cells, members and transfers below the real communes; loading twice changes nothing."""

from collections.abc import Mapping

from services.demo.evaluation import is_done
from services.demo.loading import Loading, summary, total
from services.demo.sending import Sender
from services.demo.summary import DemoSummary, Mint, Progress
from shared.http.client import ServiceClient

__all__ = ["DemoSummary", "Mint", "Progress", "load"]

_OWNERS = ("organization", "membership", "evaluation")


async def load(base_urls: Mapping[str, str], mint: Mint, progress: Progress) -> DemoSummary:
    """Load everything through the services' HTTP APIs and return once the gateway shows it."""
    client = ServiceClient(base_urls, mint.service)
    try:
        sender = Sender(client, progress, total())
        if await is_done(client, mint.service()):
            await sender.nothing_left(_OWNERS)
        else:
            await Loading(sender, mint).run()
        if "gateway" in base_urls:
            await sender.shown_by("gateway")
        return summary()
    finally:
        await client.close()
