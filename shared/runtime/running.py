"""What a running service has in its hands: one object that the wiring hands to look-ups, controllers and followers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from shared.bus.connection import Broker
from shared.bus.follower import Follower
from shared.bus.lookout import Lookout
from shared.bus.mirror import Mirror
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.notary import Notary
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.people.keyring import Keyring
from shared.people.keys import PersonKeys
from shared.runtime.clock import SystemClock
from shared.runtime.database_watch import DatabaseWatch
from shared.runtime.disk_room import DiskRoom
from shared.runtime.secret_files import Secrets
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.vocabulary.finding import Finding


@dataclass(kw_only=True)
class Running:
    """A service in operation. `None` stands where a service has no such part: the gateway keeps no log."""

    service: Service
    settings: Settings
    secrets: Secrets
    clock: SystemClock
    pool: asyncpg.Pool
    tokens: Tokens
    client: ServiceClient
    broker: Broker
    positions: Positions
    lookout: Lookout
    log: EventLog | None = None
    commands: Commands | None = None
    notary: Notary | None = None
    mirror: Mirror | None = None
    followers: list[Follower] = field(default_factory=list)
    person_keys: PersonKeys | None = None
    keyring: Keyring | None = None
    look: Any = None
    database: DatabaseWatch | None = None
    room: DiskRoom | None = None
    findings: list[Callable[[], Finding]] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
