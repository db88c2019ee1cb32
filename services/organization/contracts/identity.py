"""Which ids are derived rather than given: the same in every deployment and after every reset."""

from datetime import date
from uuid import UUID, uuid5

from shared.vocabulary.codes import ROOT

NAMESPACE = UUID("5f1d3c1e-9a54-5b0e-8a3e-6c7f0e2b1d79")
PARTY_FOUNDED_ON = date(1930, 2, 3)
TWO_TIER_SINCE = date(2025, 7, 1)
"""Chính quyền địa phương hai cấp - the day from which the 34 provinces and 3,321 communes stand."""


def organization_id(code: str, founded_on: date = TWO_TIER_SINCE) -> UUID:
    """The id of the organisation that bore this code from this date; a code alone names nothing for good."""
    return uuid5(NAMESPACE, f"{code}@{founded_on.isoformat()}")


ROOT_ID = organization_id(ROOT, PARTY_FOUNDED_ON)
"""Ban Chấp hành Trung ương: the root of every tree."""


def grant_id(user: str, role: str, organization: UUID, member: UUID | None = None) -> UUID:
    """One grant per user, role and organisation (and own record), whatever its spans of dates."""
    own = f"|{member}" if member else ""
    return uuid5(NAMESPACE, f"grant|{organization}|{role}|{user}{own}")


def substitution_id(user: str, role: str, organization: UUID, for_user: str) -> UUID:
    """One grant per substitute and holder of a role at an organisation, apart from the substitute's own."""
    return uuid5(NAMESPACE, f"grant|{organization}|{role}|{user}|for|{for_user}")


def policy_id(key: str, organization: UUID) -> UUID:
    """All rows of one rule at one organisation."""
    return uuid5(NAMESPACE, f"policy|{organization}|{key}")


def affiliations_id(organization: UUID) -> UUID:
    """What stands beside the tree at one organisation: second affiliations, numbers in other systems."""
    return uuid5(NAMESPACE, f"affiliations|{organization}")


def numbering_id(base: str) -> UUID:
    """The counter of the numbers given under a commune, district, bloc, province or the root."""
    return uuid5(NAMESPACE, f"numbering|{base}")
