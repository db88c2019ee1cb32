"""Đường đi của hồ sơ - from the origin cell up to its direct superior, across, and down to the destination.

A chain is an organisation and everything above it as of a date, itself first, the root last.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.cell import CELL_TYPES
from shared.vocabulary.policy import PolicyRow, resolve

_ROOT = "CENTRAL"
_SUPERIOR = "DIRECT_SUPERIOR"
_GRASSROOTS = "GRASSROOTS_COMMITTEE"
DELEGATED = "organization.delegated_superior"
"""Rule: a grassroots committee with the powers of a direct superior (được giao quyền cấp trên trực tiếp; D14)."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Tổ chức trên cây vào một ngày; `stands`: whether it stood then and still stands; `delegated`: see DELEGATED."""

    id: UUID
    code: str
    type: str
    external: bool = False
    stands: bool = True
    delegated: bool = False


class Hop(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Chặng - one body on the route. `assigns`: a committee that is the destination and names what comes next."""

    organization: UUID
    type: str
    external: bool = False
    assigns: bool = False

    @property
    def is_cell(self) -> bool:
        """Whether members have their home here."""
        return self.type in CELL_TYPES


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Hops from the origin cell on; the first `origin_hops` of them lie on the origin's side."""

    hops: tuple[Hop, ...]
    origin_hops: int


def route(origin: Sequence[Body], destination: Sequence[Body]) -> Route | None:
    """The whole way as far as it is known at the start; None where nobody stands above the origin."""
    ascent = _up_to_superior(origin)
    descent = _up_to_superior(destination)
    if destination[0].external:
        descent = descent[:1]
    ours = {body.id for body in ascent}
    met = next((body.id for body in descent if body.id in ours), None)
    if met is not None:
        ascent = _through(ascent, met)
        descent = _through(descent, met)[:-1] or descent[:1]
    if len(ascent) == 1:
        return None
    return Route(hops=(*map(_hop, ascent), *_arriving(descent)), origin_hops=len(ascent))


def incoming_route(origin: Body, destination: Sequence[Body]) -> Route:
    """From outside: the letter was issued there, the way inside leads from the superior down to the destination."""
    return Route(hops=(_hop(origin), *_arriving(_up_to_superior(destination))), origin_hops=1)


def internal_route(origin: Sequence[Body], destination: Sequence[Body]) -> Route | None:
    """The short way: cell, the committee that decides for both cells, cell; None where no one committee does."""
    committee = _deciding(origin)
    if committee is None or committee != _deciding(destination) or destination[0].type not in CELL_TYPES:
        return None
    return Route(hops=(_hop(origin[0]), _hop(committee), _hop(destination[0])), origin_hops=2)


def _deciding(chain: Sequence[Body]) -> Body | None:
    """Đảng ủy cơ sở, or the commune's committee where cells stand directly below it."""
    return next((body for body in chain[1:] if body.type in (_GRASSROOTS, _SUPERIOR)), None)


def down_to(holder: UUID, chosen: Sequence[Body]) -> tuple[Hop, ...]:
    """The hops below a receiving committee down to the body it chose; empty where that does not lie below it."""
    above = [body.id for body in chosen]
    if holder not in above[1:]:
        return ()
    return _arriving(chosen[: above.index(holder)])


def lineage(chain: Sequence[Body]) -> tuple[str, ...]:
    """The codes of a chain: what policy rows are resolved along."""
    return tuple(body.code for body in chain)


def with_powers(chain: Sequence[Body], rows: Sequence[PolicyRow], on: date) -> tuple[Body, ...]:
    """The chain, each body with the powers that a row of its own gives it on the date of the act."""
    given = [row for row in rows if row.key == DELEGATED]
    return tuple(
        msgspec.structs.replace(body, delegated=True) if _has_them(body, given, on) else body for body in chain
    )


def _has_them(body: Body, given: Sequence[PolicyRow], on: date) -> bool:
    row = resolve(given, DELEGATED, (body.code,), on)
    return row is not None and row.value is True


def _up_to_superior(chain: Sequence[Body]) -> tuple[Body, ...]:
    """Up to the direct superior, or who has its powers; else to the last committee below the root."""
    below_root = [body for body in chain if body.type != _ROOT]
    tops = (n for n, body in enumerate(below_root) if body.type == _SUPERIOR or body.delegated)
    top = next(tops, len(below_root) - 1)
    return tuple(below_root[: top + 1])


def _through(chain: tuple[Body, ...], last: UUID) -> tuple[Body, ...]:
    """The chain up to and including one body."""
    return chain[: [body.id for body in chain].index(last) + 1]


def _arriving(upward: Sequence[Body]) -> tuple[Hop, ...]:
    """The receiving side, from above down to the destination, which assigns where it is a committee of ours."""
    hops = tuple(_hop(body) for body in reversed(upward))
    last = hops[-1]
    assigns = not last.is_cell and not last.external
    return (*hops[:-1], msgspec.structs.replace(last, assigns=assigns))


def _hop(body: Body) -> Hop:
    return Hop(organization=body.id, type=body.type, external=body.external)
