"""Đảng viên mẫu - made-up persons: seeded names, personal IDs that no real person can bear (they begin with 999)."""

from datetime import date, timedelta

from services.membership.contracts.enums import MemberState
from services.membership.contracts.requests import NewMember
from shared.vocabulary.text import nfc

IN_EACH_CELL = 50
_SEED = 20250701
_HOME_SINCE = date(2025, 7, 1)
_LETTERS = {"79": "HCM", "82": "DT"}
_PROBATIONARY_EACH = 12


class Register:
    """Gives the persons of one cell after the other, the same ones at every run."""

    def __init__(self) -> None:
        from faker import Faker  # a second run loads nothing, and needs no names

        self._faker = Faker("vi_VN")
        self._faker.seed_instance(_SEED)
        self._number = 0

    def next_cell(self, code: str) -> tuple[NewMember, ...]:
        """The members of the next cell."""
        return tuple(self._person(code[:2]) for _ in range(IN_EACH_CELL))

    def _person(self, province: str) -> NewMember:
        self._number += 1
        probationary = self._number % _PROBATIONARY_EACH == 0
        born = self._faker.date_between(date(1945, 1, 1), date(2000, 12, 31))
        admitted = self._admitted(born, probationary=probationary)
        return NewMember(
            full_name=self._name(),
            personal_id=f"999{self._number:09d}",
            date_of_birth=born,
            state=MemberState.PROBATIONARY if probationary else MemberState.FULL,
            file_number=f"{self._number:06d}{_LETTERS[province]}",
            card_number=None if probationary else f"99.{self._number:06d}",
            admitted_on=admitted,
            full_member_on=None if probationary else admitted + timedelta(days=365),
            home_since=_HOME_SINCE,
        )

    def _name(self) -> str:
        """Family, middle and given name, in the Vietnamese order."""
        faker = self._faker
        return nfc(f"{faker.last_name()} {faker.middle_name()} {faker.first_name()}")

    def _admitted(self, born: date, *, probationary: bool) -> date:
        """Probationary members joined in the last months before the homes of 1 July 2025 began."""
        if probationary:
            return self._faker.date_between(date(2025, 1, 2), date(2025, 6, 20))
        return self._faker.date_between(date(born.year + 20, 1, 1), date(2024, 6, 30))
