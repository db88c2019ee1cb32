"""What one service's commands refuse, as one GraphQL union of hundreds of types."""

from collections.abc import Iterable

from strawberry.annotation import StrawberryAnnotation
from strawberry.types.base import StrawberryType
from strawberry.types.union import StrawberryUnion

from services.gateway.refusing.user_error import UserError


class ErrorUnion(StrawberryUnion):
    """A union whose members are known from the start: no payload that names it looks them all up again."""

    def __init__(self, name: str, members: Iterable[type[UserError]], description: str) -> None:
        self._members = tuple(members)
        super().__init__(name, tuple(StrawberryAnnotation(member) for member in self._members), description)

    @property
    def types(self) -> tuple[StrawberryType, ...]:
        """The members."""
        return self._members  # pyright: ignore[reportReturnType] - Strawberry's own types are such classes, too

    @property
    def is_graphql_generic(self) -> bool:
        """None of them is."""
        return False
