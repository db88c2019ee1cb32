"""The emitter: the only place that writes `from <table>`. Every table access carries the viewer's scope.

An empty filter means nobody: a viewer without roots gets no rows of a scoped table, never all of them.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.gateway.reading.query import Each, LookedUp, Query, Where, Within
from services.gateway.reading.tables import Reach, Table
from services.gateway.reading.viewer import Viewer
from services.organization.contracts.enums import Role
from shared.authority.scope import seen, under
from shared.vocabulary.codes import ROOT

_MEMBERS = Table(name="members", reach=Reach.PERSONS, organization="cell", person="member")
_REACHED_MEMBERS = Query(table=_MEMBERS, columns=("member",))
_HOME_SERVICES = Table(name="home_services", reach=Reach.HOME_SERVICES, organization="bodies", person="member")
_HOME_PLACES = Table(name="home_services_places", reach=Reach.HOME_PLACES, organization="organization", person="member")
_TRANSFERS = Table(name="transfers", reach=Reach.TRANSFERS, organization="bodies", person="member")
_BY_PLACE = frozenset({Reach.PERSONS, Reach.COUNTS, Reach.SUMS})
_OF_PLACES = frozenset({Reach.DIRECTORY, Reach.SUMS})
"""Tables with a row or two for an organisation: those of a place are found by its list, whatever its size."""
_ORGANIZATION = ("organization",)
_NOTHING = "select null::uuid where false"


class Emitter:
    """Writes one statement: `sql` and `arguments` are what goes to PostgreSQL.

    `wide`: organisations with so much below them that gathering it would cost more than testing rows (see widths).
    """

    def __init__(self, viewer: Viewer, wide: frozenset[UUID] = frozenset()) -> None:
        self._viewer = viewer
        self._wide = wide
        self._aliases = 0
        self.arguments: list[Any] = []

    def emit(self, query: Query) -> str:
        """The statement's text; its arguments have been collected in order."""
        if query.each is None:
            return self._select(query, ())
        return self._select_each(query, query.each)

    def _select_each(self, query: Query, each: Each) -> str:
        keys = self._keys(each)
        inner = self._select(query, (f"{{alias}}.{each.column} = keys.each_key",) if each.column else ())
        return " ".join(("select rows.*, keys.each_key from", keys, "cross join lateral (", inner, ") as rows"))

    def _select(self, query: Query, more: tuple[str, ...]) -> str:
        self._aliases += 1
        alias = f"t{self._aliases}"
        columns = ", ".join(self._column(column) for column in query.columns)
        conditions = [*self._conditions(query, alias), *(text.replace("{alias}", alias) for text in more)]
        parts = ["select", columns, "from", query.table.name, "as", alias]
        parts += ["where", " and ".join(f"({condition})" for condition in conditions)]
        for keyword, names in (("group by", query.group_by), ("order by", query.order_by)):
            if names:
                parts += [keyword, ", ".join(names)]
        if query.limit is not None:
            parts += ["limit", str(int(query.limit))]
        return " ".join(parts)

    def _keys(self, each: Each) -> str:
        """One key stands as itself: what PostgreSQL expects below it is then known, and its plan is the right one."""
        if len(each.keys) == 1:
            return f"(select {self._argument(next(iter(each.keys)), each.kind)} as each_key) as keys"
        return f"unnest({self._argument(list(each.keys), f'{each.kind}[]')}) as keys(each_key)"

    def _conditions(self, query: Query, alias: str) -> list[str]:
        """The scope and what is asked for; where both speak of one column, the scope stands in the inner select."""
        place = self._place(query)
        others = (condition for condition in query.where if condition is not place)
        asked = [self._condition(condition, alias, query) for condition in others]
        scope = self._scope(query.table, alias) if place is None else self._placed(query, place, alias)
        return [scope, *asked]

    def _place(self, query: Query) -> Within | None:
        """The condition that asks for rows below an organisation, where the scope asks for the same."""
        if query.table.reach not in _BY_PLACE:
            return None
        asked = (each for each in query.where if isinstance(each, Within) and each.column == query.table.organization)
        return next((each for each in asked if each.query.columns == _ORGANIZATION and not each.array), None)

    def _placed(self, query: Query, place: Within, alias: str) -> str:
        """Below the place and within the scope. Both wide: rows are tested. Else the organisations are gathered first.

        Persons whom the viewer reaches one by one are his wherever below the place they are.
        """
        table, column = query.table, f"{alias}.{place.column}"
        seats = self._viewer.person_roots if table.reach is Reach.PERSONS else self._viewer.count_roots
        singled = [] if table.reach is Reach.SUMS else self._singled(table)
        persons = f"{alias}.{table.person} = any({self._argument(singled, 'uuid[]')})" if singled else ""
        if not seats:
            return f"{persons} and {self._tested(place, column)}" if persons else "false"
        if self._is_wide(place.roots) and self._is_wide(seats):
            if query.walked:
                test = seen(column, self._argument(seats, "uuid[]"))
                return f"({test}{f' or {persons}' if persons else ''}) and {self._tested(place, column)}"
            reached = _found(table)(column, *self._inside(place, seats))
        else:
            reached = _gathered(column, *self._inside(place, seats))
        return f"{reached} or ({persons} and {self._tested(place, column)})" if persons else reached

    def _inside(self, place: Within, roots: list[UUID]) -> tuple[str, str]:
        """The place itself and what is below it, as far as they are at or below the roots: two selects.

        Everything is below the nation's root: whose scope it is, is not asked for each organisation again.
        """
        whole = any(root.code == ROOT and root.organization in roots for root in self._viewer.roots)
        found = self._select(place.query, () if whole else (self._under("{alias}.organization", roots),))
        if place.also is None or whole:
            return self._text(place.also) if place.also else _NOTHING, found
        itself = f"({self._text(place.also)}) as itself(organization)"
        reached = self._under("itself.organization", roots)
        return " ".join(("select itself.organization from", itself, "where", reached)), found

    def _within(self, condition: Within) -> tuple[str, str]:
        return self._text(condition.also) if condition.also else _NOTHING, self._select(condition.query, ())

    def _tested(self, place: Within, column: str) -> str:
        """Looked up row by row: for few rows, and for pages along an index of which enough rows are reached."""
        (name,) = (each for each in place.query.columns if isinstance(each, str))
        asked = (replace(each, few=False) if isinstance(each, Within) else each for each in place.query.where)
        one = replace(place.query, columns=(Where("true"),), where=tuple(asked), limit=1)
        below = f"({self._select(one, (f'{{alias}}.{name} = {column}',))})"
        return f"({column} in ({self._text(place.also)}) or {below})" if place.also else below

    def _condition(self, condition: Where | Within, alias: str, query: Query) -> str:
        if not isinstance(condition, Within):
            return self._text(condition)
        column = f"{alias}.{condition.column}"
        if condition.array:
            itself, found = self._within(condition)
            return f"{column} && array({itself} union all {found})"
        if condition.also is None:
            found = self._select(condition.query, ())
            return f"{column} = any(array({found}))" if condition.few else f"{column} in ({found})"
        if not self._is_wide(condition.roots):
            return _gathered(column, *self._within(condition))
        found = _found(query.table)
        return self._tested(condition, column) if query.walked else found(column, *self._within(condition))

    def _is_wide(self, roots: Collection[UUID]) -> bool:
        return not self._wide.isdisjoint(roots)

    def _column(self, column: str | Where | LookedUp) -> str:
        if isinstance(column, LookedUp):
            return column.text.replace("{}", f"({self._select(column.query, ())})")
        return self._text(column)

    def _text(self, text: str | Where) -> str:
        if isinstance(text, str):
            return text
        return text.text.format(*(self._argument(argument) for argument in text.arguments))

    def _argument(self, value: Any, kind: str = "") -> str:
        self.arguments.append(value)
        return f"${len(self.arguments)}{'::' + kind if kind else ''}"

    def _scope(self, table: Table, alias: str) -> str:
        match table.reach:
            case Reach.DIRECTORY:
                scope = "true"
            case Reach.PERSONS:
                scope = self._owned_or_under(table, alias, self._viewer.person_roots)
            case Reach.COUNTS:
                scope = self._owned_or_under(table, alias, self._viewer.count_roots)
            case Reach.SUMS:
                scope = self._under(f"{alias}.{table.organization}", self._viewer.count_roots)
            case Reach.TRANSFERS:
                scope = self._on_route(table, alias)
            case Reach.PLANS:
                scope = self._touches(table, alias)
            case Reach.OF_MEMBER:
                scope = f"{alias}.{table.person} in ({self._select(_REACHED_MEMBERS, ())})"
            case Reach.OF_TRANSFER:
                scope = f"{alias}.transfer in ({self._reached_transfers('transfer')})"
            case Reach.BY_TRANSFER:
                scope = f"{alias}.{table.person} in ({self._reached_transfers('member', Where('consented'))})"
            case _:
                scope = self._scope_at_home(table, alias)
        return scope

    def _scope_at_home(self, table: Table, alias: str) -> str:
        match table.reach:
            case Reach.HOME_SERVICES:
                return f"{self._on_route(table, alias)} or ({alias}.open and {self._given(alias)})"
            case Reach.HOME_PLACES:
                return f"{self._owned(table, alias)} or ({alias}.open and {self._given(alias)})"
            case Reach.OWN_VISITS:
                return f"{alias}.officer = {self._argument(self._viewer.actor.subject, 'text')}"
            case Reach.OF_HOME_SERVICE:
                reached = Query(table=_HOME_SERVICES, columns=("home_service",))
                return f"{alias}.home_service in ({self._select(reached, ())})"
            case Reach.BY_HOME_SERVICE:
                reached = Query(table=_HOME_SERVICES, columns=("member",))
                return f"{alias}.{table.person} in ({self._select(reached, ())})"
            case Reach.BY_VISIT:
                reached = Query(table=_HOME_PLACES, columns=("member",))
                return f"{alias}.{table.person} in ({self._select(reached, ())})"
            case _:
                raise ValueError(table.reach)

    def _given(self, alias: str) -> str:
        """The visit is given to the viewer's account, and his role still covers the serving committee."""
        if self._viewer.actor.role != Role.HOME_VISIT_OFFICER:
            return "false"
        officer = self._argument(self._viewer.actor.subject, "text")
        covered = self._under(f"{alias}.organization", self._viewer.count_roots)
        return f"({alias}.officer = {officer} and {covered})"

    def _reached_transfers(self, column: str, *more: Where) -> str:
        return self._select(Query(table=_TRANSFERS, columns=(column,), where=more), ())

    def _under(self, column: str, roots: list[UUID]) -> str:
        """At or below the roots: those that something hangs under by the tree, the leaves by their ids."""
        leaves = {root.organization for root in self._viewer.roots if root.is_leaf}
        hung, alone = [one for one in roots if one not in leaves], [one for one in roots if one in leaves]
        parts = [f"{column} = any({self._argument(alone, 'uuid[]')})"] if alone else []
        parts += [under(column, self._argument(hung, "uuid[]"))] if hung or not alone else []
        return f"({' or '.join(parts)})"

    def _owned_or_under(self, table: Table, alias: str, roots: list[UUID]) -> str:
        below = f"{self._under(f'{alias}.{table.organization}', roots)} or " if roots else ""
        return f"{below}{self._owned(table, alias)}{self._opened(table, alias)}"

    def _on_route(self, table: Table, alias: str) -> str:
        below = self._under("body", self._viewer.person_roots)
        bodies = f"unnest({alias}.{table.organization}) as body"
        return f"exists (select from {bodies} where {below}) or {self._owned(table, alias)}"

    def _touches(self, table: Table, alias: str) -> str:
        if any(root.code == ROOT for root in self._viewer.roots):
            return "true"
        below = self._under("body", self._viewer.count_roots)
        drafted = f"{alias}.{table.person} = {self._argument(self._viewer.actor.subject, 'text')}"
        return f"exists (select from unnest({alias}.{table.organization}) as body where {below}) or {drafted}"

    def _opened(self, table: Table, alias: str) -> str:
        """What stands open besides the scope, as one more condition of it."""
        opened = self._open_for(table)
        return f" or {alias}.{table.person} = any({self._argument(opened, 'uuid[]')})" if opened else ""

    def _open_for(self, table: Table) -> list[UUID]:
        """Of a person's record alone, and only while something stands open; figures never change by it."""
        whole = table.reach is Reach.PERSONS and table.name == _MEMBERS.name
        return list(self._viewer.opened) if whole else []

    def _singled(self, table: Table) -> list[UUID]:
        """The persons whom the viewer reaches one by one: himself, and those whose records stand open to him."""
        return [*([self._viewer.own] if self._viewer.own else []), *self._open_for(table)]

    def _owned(self, table: Table, alias: str) -> str:
        return f"{alias}.{table.person} = {self._argument(self._viewer.own, 'uuid')}"


def _found(table: Table) -> Callable[[str, str, str], str]:
    """How what lies below a wide place is found for all rows of a table at once."""
    return _gathered if table.reach in _OF_PLACES else _hashed


def _gathered(column: str, itself: str, found: str) -> str:
    """Found first, as one array: few rows are then read by an index. Of many the array would be searched row by row."""
    return f"{column} = any(array({itself} union all {found}))"


def _hashed(column: str, itself: str, found: str) -> str:
    """Found once and hashed, every row tested against that: `or` keeps PostgreSQL from joining it, one with each."""
    return f"({column} in ({itself}) or {column} in ({found}))"
