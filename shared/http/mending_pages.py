"""What an operator's calls say on the wire; the command line needs no framework to read it."""

import msgspec

from shared.vocabulary.mending import ParkedFact, Progress


class ParkedPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the followers of a service have set aside: the first thousand of each."""

    parked: dict[str, list[ParkedFact]]


class AskRetry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of a retry: the follower, and behind which sequence it goes on."""

    follower: str
    after: int = 0


class AskRebuild(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A view to be told everything anew; `back` takes the kept tables back instead."""

    view: str
    back: bool = False


class Rebuilds(msgspec.Struct, frozen=True, kw_only=True):
    """How far each rebuild of this process is."""

    rebuilds: list[Progress]


class NewEpoch(msgspec.Struct, frozen=True, kw_only=True):
    """Under which epoch the service publishes from its next start on."""

    epoch: str


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request without a word."""
