"""Quy định về đánh giá - the policy rows that ratings, their cap, meetings and confidence votes rest on."""

from services.organization.contracts.facts import PolicySet
from shared.authority.policy_rows import PolicyRows, policy_rows_view

_PREFIXES = ("eval.", "meeting.", "vote.")
RULES = policy_rows_view(PolicySet, lambda key: key.startswith(_PREFIXES), version=2)


class RulesInForce(PolicyRows):
    """The look-up over the view; which row is in force is decided by place and date."""
