"""Quy định của một phương án - the policy rows of the plan's effective day that decide what it may be."""

from collections.abc import Mapping, Sequence

import msgspec

from services.organization.domain.restructuring.thresholds import Limits


class Rules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Read once for a plan; part of its digest, so a rule that changes meanwhile is noticed."""

    legality: Mapping[str, Sequence[str]]
    decides: Mapping[str, str] = {}
    limits: Limits = Limits()
    undo_days: int | None = None
    legality_at: Mapping[str, Mapping[str, Sequence[str]]] = {}  # of organisations with a matrix of their own, by code
