"""Quy định về thời hạn - the policy rows that the clocks of a transfer rest on, and those of service at home."""

from services.membership.domain.clocks import KEYS
from services.membership.domain.home_service.catalogue import concerns
from services.organization.contracts.facts import PolicySet
from shared.authority.policy_rows import PolicyRows, policy_rows_view

RULES = policy_rows_view(PolicySet, lambda key: key in KEYS or concerns(key), version=2)


class RulesInForce(PolicyRows):
    """The look-up over the view; which row is in force is decided by the date of the act."""
