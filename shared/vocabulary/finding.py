"""Finding: what one part of a process says about itself when it is asked whether it is ready."""

from typing import Literal

import msgspec

Kind = Literal[
    "",
    "FORK",
    "HALTED",
    "PARKED",
    "BROKER_AWAY",
    "BROKER_FROZEN",
    "DATABASE_AWAY",
    "STORAGE_LOW",
    "CLOCK_BEHIND",
    "LOG_STOPPED",
    "LOG_HELD",
    "LOG_FULL",
    "REBUILDING",
    "WRONG_KEY",
    "UNREADABLE",
    "UNDONE",
]
"""What an operator must tell apart: another history in the stream, a follower that has stopped for good, facts that are
set aside, a broker that is away or silent, a database that is away, a disk nearly full, a clock that has run backwards,
a log that PostgreSQL does not write, a log whose lock another session holds, a log whose queue is full, views that are
told anew before their service follows, a secret that is not the one that the database was used with or that does not
open a person's key, facts that nothing can be made of, a timer that leaves something undone.
"" is everything else; then `reason` says it."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One part's answer. `reason` is constant text, no personal data; `lag` counts facts still to be read or sent.

    `parked` counts facts that wait with their key for code that can take them.
    """

    name: str
    ok: bool
    reason: str = ""
    lag: int = 0
    kind: Kind = ""
    parked: int = 0


def way_out(service: str) -> str:
    """What an operator types when two histories of a service's log are about (kind FORK)."""
    return f"lienthong republish {service}"


def owner_of(name: str) -> str:
    """Whose log a part tells or follows, by the part's name: `mirror:OWNER`, `follower:READER.OWNER`."""
    return name.replace(":", ".").rpartition(".")[2]
