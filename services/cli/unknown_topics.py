"""Facts of unknown topics, and unreadable ones, told to the operator: nobody may pass over them unseen."""

from collections.abc import Iterable

from services.cli.reaching import connected, services_with_log
from services.cli.speech import say
from services.stack import STACK
from shared.eventlog.topics import UnknownFacts, register_topics, unknown_facts
from shared.runtime.settings import Settings


async def unknown_in(settings: Settings, logs: Iterable[str]) -> dict[str, list[UnknownFacts]]:
    """What the logs of these services hold under names that this program does not know; reads every fact's name."""
    register_topics([load() for load in STACK.values()])
    found: dict[str, list[UnknownFacts]] = {}
    for name in logs:
        async with connected(settings, name) as connection:
            found[name] = await unknown_facts(connection)
    return found


def logs_behind(service: str, view: str) -> list[str]:
    """The logs that a view is told from."""
    kept = {one.name for one in services_with_log()}
    reactions = (one for one in STACK[service]().reactions if any(told.name == view for told in one.views))
    return sorted({reaction.source for reaction in reactions} & kept)


def tell(service: str, found: Iterable[UnknownFacts]) -> None:
    """One line for each unknown topic of a log."""
    for one in found:
        say(
            f"    {service}: {one.count} sự kiện không rõ loại ({one.topic}), đầu tiên ở vị trí {one.first}: "
            "không dựng được gì từ chúng",
            f"    {service}: {one.count} facts of an unknown topic ({one.topic}), the first at position {one.first}: "
            "nothing is told from them",
        )


def tell_unreadable(service: str, found: Iterable[UnknownFacts]) -> None:
    """One line for each topic of which a log holds facts that cannot be read."""
    for one in found:
        say(
            f"    {service}: {one.count} sự kiện không đọc được ({one.topic}), đầu tiên ở vị trí {one.first}: "
            "mọi lệnh về đối tượng đó bị từ chối, xem docs/how-to/parked-facts.md",
            f"    {service}: {one.count} unreadable facts ({one.topic}), the first at position {one.first}: "
            "commands on that thing are refused, see docs/how-to/parked-facts.md",
        )
