"""Quy định về thời hạn - policy rows of a transfer's clocks, home service, data requests, opened records, exports."""

from services.membership.domain.clocks import KEYS
from services.membership.domain.data_clocks import KEYS as OF_DATA
from services.membership.domain.glass import HOURS
from services.membership.domain.home_service.catalogue import concerns
from services.membership.domain.route import DELEGATED
from services.membership.domain.sheet_export import HOURS as EXPORT_HOURS
from services.organization.contracts.facts import PolicySet
from shared.authority.policy_rows import PolicyRows, policy_rows_view

_KNOWN = frozenset({*KEYS, *OF_DATA, DELEGATED, HOURS, EXPORT_HOURS})
RULES = policy_rows_view(PolicySet, lambda key: key in _KNOWN or concerns(key), version=5)


class RulesInForce(PolicyRows):
    """The look-up over the view; which row is in force is decided by the date of the act."""
