"""Scope: the questions that authority asks of the tree and the grants. A grant counts only within its dates."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.authority import grants, tree
from shared.authority.held import Held, Node, Root
from shared.readmodel.remembered import Reads
from shared.runtime.clock import Clock
from shared.vocabulary.actor import Actor

_IN_FORCE = f"""
    {grants.TABLE} held join {tree.TABLE} seat on seat.organization = held.organization
"""
_COUNTS = """
    held.subject = $1 and held.role = $2 and held.valid_from <= $3 and (held.valid_to is null or $3 < held.valid_to)
    and (seat.ended_on is null or $3 < seat.ended_on)
"""
_HELD = f"""
select place.organization, held.role, seat.organization = place.organization as here, seat.parent is null as at_root
from {tree.TABLE} place join {tree.PATHS} over_it on over_it.organization = place.place
    join ({_IN_FORCE}) on seat.organization = any(over_it.path || place.organization)
where {_COUNTS} and place.organization = any($4)
"""  # noqa: S608 - names of tables only
_ROOTS = f"""
select seat.organization, seat.code, held.role, held.substitute_for, not seat.hung as is_leaf
from {_IN_FORCE} where {_COUNTS} order by seat.code
"""  # noqa: S608
_OWN = f"""
select held.member from {grants.TABLE} held
where held.subject = $1 and held.member is not null
and held.valid_from <= $2 and (held.valid_to is null or $2 < held.valid_to)
order by held.valid_from desc limit 1
"""  # noqa: S608 - names of tables only
_ANCESTORS = f"""
select above.organization, above.code, above.ended_on
from ({tree.WITH_PATHS}) place cross join unnest(place.path) with ordinality step(organization, depth)
    join {tree.TABLE} above on above.organization = step.organization
where place.organization = $1 order by step.depth desc
"""  # noqa: S608
_BY_CODE = f"""
select organization, code, ended_on from {tree.TABLE}
where code = $1 order by ended_on is null or $2 < ended_on desc, ended_on desc limit 1
"""  # noqa: S608


def under(column: str, parameter: str) -> str:
    """The predicate of every list: the organisation in `column` stands at or below one of the roots in `parameter`.

    The roots are organisations that something hangs under; a leaf has nothing below it and is compared by its id.
    As `exists`, so that PostgreSQL may look up one row's place, or hash the whole subtree for a long list.
    """
    seat = f"{tree.TABLE} seat join {tree.PATHS} reach on reach.organization = seat.place"
    return f"exists (select from {seat} where seat.organization = {column} and reach.path && {parameter}::uuid[])"


def seen(column: str, parameter: str) -> str:
    """The same predicate, looked up row by row and never hashed: for few rows of which nearly all are reached."""
    found = f"seat.organization = any({parameter}::uuid[]) or reach.path && {parameter}::uuid[]"
    seat = f"{tree.TABLE} seat join {tree.PATHS} reach on reach.organization = seat.place"
    return " ".join(("(select", found, "from", seat, "where seat.organization =", column + ")"))


class Scope:
    """Reads the views of the service's own schema; `actor` is what a token says: an account and one role class."""

    def __init__(self, pool: Reads, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def held(self, actor: Actor, organization: UUID) -> Held:
        """The actor's roles at and over one organisation; nothing at an unknown one."""
        return (await self.held_at(actor, [organization]))[organization]

    async def held_at(self, actor: Actor, organizations: Sequence[UUID]) -> dict[UUID, Held]:
        """The same for many organisations in one statement, e.g. all hops of a route."""
        today = self._clock.today()
        rows = await self._pool.fetch(_HELD, actor.subject, actor.role, today, list(organizations))
        found: dict[UUID, list[Any]] = {}
        for row in rows:
            found.setdefault(row["organization"], []).append(row)
        return {place: _held(actor, found.get(place, ())) for place in organizations}

    async def roots(self, actor: Actor) -> list[Root]:
        """Where the actor's scope starts; empty means that no list shows anything."""
        rows = await self._pool.fetch(_ROOTS, actor.subject, actor.role, self._clock.today())
        return [Root(*row) for row in rows]

    async def record_of(self, actor: Actor) -> UUID | None:
        """The person whose account this is, by the grants; whatever role the account acts in, it is that person."""
        return await self._pool.fetchval(_OWN, actor.subject, self._clock.today())

    async def ancestors(self, organization: UUID) -> list[Node]:
        """From the organisation itself up to the root; empty if it is unknown."""
        return [Node(*row) for row in await self._pool.fetch(_ANCESTORS, organization)]

    async def is_below(self, organization: UUID, above: UUID) -> bool:
        """Whether one organisation stands at or below another."""
        return any(node.organization == above for node in await self.ancestors(organization))

    async def common_superior(self, one: UUID, other: UUID) -> UUID | None:
        """The lowest organisation that is over both; it may be one of them."""
        over_one = {node.organization for node in await self.ancestors(one)}
        return next((node.organization for node in await self.ancestors(other) if node.organization in over_one), None)

    async def by_code(self, code: str) -> Node | None:
        """Today's bearer of a code, else its last one."""
        row = await self._pool.fetchrow(_BY_CODE, code, self._clock.today())
        return Node(*row) if row else None


def _held(actor: Actor, rows: Sequence[Any]) -> Held:
    return Held(
        role=actor.role,
        here=frozenset(row["role"] for row in rows if row["here"]),
        over=frozenset(row["role"] for row in rows),
        below_root=frozenset(row["role"] for row in rows if not row["at_root"]),
        at_root=frozenset(row["role"] for row in rows if row["at_root"]),
    )
