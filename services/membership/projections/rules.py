"""Quy định về thời hạn - the policy rows of a transfer's clocks, service at home, data requests, opened records."""

from services.membership.domain.clocks import KEYS
from services.membership.domain.data_clocks import KEYS as OF_DATA
from services.membership.domain.glass import HOURS
from services.membership.domain.home_service.catalogue import concerns
from services.organization.contracts.facts import PolicySet
from shared.authority.policy_rows import PolicyRows, policy_rows_view

_KNOWN = frozenset({*KEYS, *OF_DATA, HOURS})
RULES = policy_rows_view(PolicySet, lambda key: key in _KNOWN or concerns(key), version=3)


class RulesInForce(PolicyRows):
    """The look-up over the view; which row is in force is decided by the date of the act."""
