"""What every attempt of every command of a service works with."""

from typing import NamedTuple

from shared.eventlog.log import EventLog
from shared.eventlog.states import States
from shared.runtime.clock import Clock
from shared.vocabulary.facts import Publishing


class Session(NamedTuple):
    """The log, its folded states, the clock and what the service tells others of its own facts."""

    log: EventLog
    states: States
    clock: Clock
    publishing: Publishing
