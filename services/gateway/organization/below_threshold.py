"""Tổ chức ngoài ngưỡng - whether an organisation is as large as the rules ask today, and the consent it rests on (D9).

Điều lệ Đảng (khóa XI), Điều 21, 24: at least 3 full members to a cell; more than 30 members in a subordinate cell,
fewer than 30 in a grassroots committee, and any sectional organisation need the superior's consent in writing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from services.gateway.organization import policies, restructurings
from services.gateway.organization.dry_run_type import ThresholdFinding, finding_of
from services.gateway.organization.headcount import headcount
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Each, Query, where
from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.restructuring import Finding, Report

_FEWEST_FULL, _MOST, _FEWEST = "cell.min_official", "cell.max_without_consent", "committee.min_members"
_CELLS = frozenset({OrganizationType.CELL, OrganizationType.GRASSROOTS_CELL})


async def below_threshold(info: Info, row: Row, instant: Instant) -> list[ThresholdFinding]:
    """What is found of one organisation; of many in as many statements."""
    kind = OrganizationType(row["type"])
    if row["external"] or row["status"] == "ENDED" or kind not in {*_CELLS, *_ASKED}:
        return []
    if not set(row["path"]) & set(info.context.viewer.count_roots):
        info.context.mask(info, "OUT_OF_SCOPE")
        return []
    counted = await headcount(info, row["organization"], instant)
    rules = {key: await _limit(info, key, row["path"], instant) for key in (_FEWEST_FULL, _MOST, _FEWEST)}
    found = _outside(kind, counted.total, counted.full, rules)
    if not found:
        return []
    consents = await _consents(info, row["organization"])
    return [
        finding_of(
            Finding(
                kind=name,
                organization=row["organization"],
                code=row["code"],
                counted=count,
                limit=limit,
                consent=consents.get(name),
            )
        )
        for name, count, limit in found
    ]


_ASKED = frozenset({OrganizationType.GRASSROOTS_COMMITTEE, OrganizationType.SECTIONAL})


def _outside(
    kind: OrganizationType, total: int, full: int, rules: Mapping[str, int | None]
) -> list[tuple[str, int, int]]:
    fewest_full, most, fewest = rules[_FEWEST_FULL], rules[_MOST], rules[_FEWEST]
    found: list[tuple[str, int, int]] = []
    if kind in _CELLS and fewest_full is not None and full < fewest_full:
        found.append(("TOO_FEW_FULL_MEMBERS", full, fewest_full))
    if kind is OrganizationType.CELL and most is not None and total > most:
        found.append(("TOO_MANY_WITHOUT_CONSENT", total, most))
    if kind is OrganizationType.GRASSROOTS_COMMITTEE and fewest is not None and total < fewest:
        found.append(("COMMITTEE_TOO_SMALL_WITHOUT_CONSENT", total, fewest))
    if kind is OrganizationType.SECTIONAL:
        found.append(("SECTIONAL_WITHOUT_CONSENT", total, 0))
    return found


async def _limit(info: Info, key: str, path: Sequence[UUID], instant: Instant) -> int | None:
    """The rule of the nearest body over it that has set one, on the day asked for."""
    loader = info.context.loaders.many(("rule", instant.on), lambda keys: _rules(keys, instant), "key")
    rows: Any = await loader.load(key)  # pyright: ignore[reportArgumentType] - keyed by a rule's name
    over = [row for row in rows if row["organization"] in path]
    nearest = max(over, key=lambda row: path.index(row["organization"]), default=None)
    return msgspec.json.decode(nearest["value"]) if nearest else None


def _rules(keys: Sequence[Any], instant: Instant) -> Query:
    of_all = policies.rows(None, None, instant.on)
    return replace(of_all, where=(where("key = any({}::text[])", list(keys)), *of_all.where))


async def _consents(info: Info, organization: UUID) -> dict[str, str]:
    """By kind of finding: the paper that the newest plan in effect rests on, as far as the viewer reaches plans."""
    loader = info.context.loaders.many("consents", lambda keys: _plans(list(keys)), "each_key")
    found: dict[str, str] = {}
    for row in await loader.load(organization):
        report = msgspec.json.decode(row["report"], type=Report)
        found |= {
            one.kind: one.consent for one in report.thresholds if one.organization == organization and one.consent
        }
    return found


def _plans(organizations: Sequence[UUID]) -> Query:
    there = where("touched @> array[keys.each_key] and state = 'EXECUTED' and report is not null")
    columns = ("report", "ordinal")
    query = Query(table=restructurings.TABLE, columns=columns, where=(there,), order_by=("ordinal",))
    return replace(query, each=Each("", organizations))
