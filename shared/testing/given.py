"""`given(STREAM, *facts).when(decide, …).then(…)`: the rules of a domain, told without a log, a clock or a network."""

from collections.abc import Callable
from typing import Any

from shared.vocabulary.facts import Fact, Stream
from shared.vocabulary.refusals import Refusal


class Given:
    """A state that facts have led to."""

    def __init__(self, stream: Stream[Any], facts: tuple[Fact, ...]) -> None:
        self._stream = stream
        self.state: Any = stream.initial
        for fact in facts:
            self.state = stream.evolve(self.state, fact)

    def when(self, decide: Callable[[Any], Any]) -> "Outcome":
        """Decides from the state; a refusal is an outcome too."""
        try:
            decided = decide(self.state)
        except Refusal as refusal:
            return Outcome((), refusal, self._again(decide))
        facts = (decided,) if isinstance(decided, Fact) else tuple(decided)
        return Outcome(facts, None, self._again(decide, *facts))

    def _again(self, decide: Callable[[Any], Any], *facts: Fact) -> Callable[[], "Outcome"]:
        def again() -> Outcome:
            later = Given(self._stream, ())
            later.state = self.state
            for fact in facts:
                later.state = self._stream.evolve(later.state, fact)
            return later.when(decide)

        return again


class Outcome:
    """What a decision came to."""

    def __init__(self, facts: tuple[Fact, ...], refusal: Refusal | None, again: Callable[[], "Outcome"]) -> None:
        self.facts = facts
        self.refusal = refusal
        self._again = again

    def then(self, *facts: Fact) -> "Outcome":
        """Exactly these facts."""
        assert self.refusal is None, f"refused: {self.refusal and self.refusal.wire()}"
        assert self.facts == facts
        return self

    def nothing(self) -> "Outcome":
        """Accepted, and nothing new was said."""
        return self.then()

    def and_again_nothing(self) -> "Outcome":
        """Asked once more after its facts, the same decision says nothing new."""
        return self._again().nothing()

    def refused(self, kind: type[Refusal], *path: str) -> Refusal:
        """Refused by this rule, at this field, in both languages."""
        assert isinstance(self.refusal, kind), f"expected {kind.__name__}, got {self.refusal!r} {self.facts!r}"
        wire = self.refusal.wire()
        assert wire["path"] == list(path)
        assert wire["vi"] and wire["en"] and wire["nextVi"] and wire["nextEn"]
        return self.refusal


def given(stream: Stream[Any], *facts: Fact) -> Given:
    """Facts that have happened to one thing."""
    return Given(stream, facts)
