"""What a restore brought back of the erased goes again at the start; a log that is busy leaves it to the next start."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.membership.application.erase_person import replay_erasures
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.eventlog.refusals import LogIsBusy
from shared.people.erasures import Erasure, Erasures
from shared.vocabulary.refusals import Refusal


class Restored:
    """A database that has the key of one erased person again."""

    def __init__(self, answer: Refusal | None) -> None:
        self.erased: list[UUID] = []
        self.asked: list[UUID] = []
        self._answer = answer

    async def not_erased(self, noted: Any) -> list[UUID]:
        return [person for person in noted if person not in self.erased]

    async def erase(self, person: UUID) -> None:
        self.erased.append(person)

    async def run(self, request: Any, _actor: Any, *, traceparent: str) -> None:
        self.asked.append(request.member_id)
        if self._answer is not None:
            raise self._answer


async def started(folder: Path, person: UUID, answer: Refusal | None) -> Restored:
    noted = Erasure(
        person=person,
        command_id=uuid4(),
        actor="operator",
        decision_number="1-QĐ/TU",
        decided_on=date(2026, 7, 1),
        at=datetime(2026, 7, 1, tzinfo=UTC),
    )
    await Erasures.of(folder).note(noted)
    restored: Any = Restored(answer)
    running: Any = SimpleNamespace(settings=SimpleNamespace(data=folder), person_keys=restored, commands=restored)
    try:
        await replay_erasures(running)
    except LogIsBusy:
        assert restored.erased == []
    return restored


@pytest.mark.parametrize("answer", [None, MemberIsUnknown("member_id")], ids=["recorded", "refused"])
async def test_the_key_goes_again(tmp_path: Path, answer: Refusal | None):
    person = uuid4()
    restored = await started(tmp_path, person, answer)
    assert (restored.asked, restored.erased) == ([person], [person])


async def test_while_the_log_is_busy_nothing_goes_that_the_next_start_would_not_find(tmp_path: Path):
    person = uuid4()
    restored = await started(tmp_path, person, LogIsBusy())
    assert (restored.asked, restored.erased) == ([person], [])
