"""The table of acts as the tests read it, and what the policies of the services say of each of its cells.

`acts.csv` is the oracle: who may do what from where. `mutation_acts.csv` says which acts each mutation is. Acts of a
plan have no policies: their handlers alone are asked.
"""

import csv
import re
from pathlib import Path

from services.evaluation.application import permission as evaluation
from services.membership.application import home_case
from services.membership.application import permission as membership
from services.organization.application import authority as organization
from services.organization.contracts.enums import Role
from shared.authority.held import Held

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CEDAR = {
    "organization": organization._CEDAR,
    "membership": membership._CEDAR,
    "home": home_case._CEDAR,
    "evaluation": evaluation._CEDAR,
}
POLICIES = {"home": ("membership", "home_authority.cedar")}
"""Policies that stand in another service's folder, or under another name."""
ROLES = [role.value for role in Role]
ACTS = {row["act"]: row for row in csv.DictReader((HERE / "acts.csv").open(encoding="utf-8"))}
MUTATIONS = list(csv.DictReader((HERE / "mutation_acts.csv").open(encoding="utf-8")))
SETTINGS = {
    "at a cell": {"bodyIsCell": True},
    "at a committee": {"bodyIsCell": False},
    "for a body below": {"bodyIsCell": True, "onBehalf": True},
    "by the officer assigned": {"assigned": True},
}
"""What the words after an act's name add to what the policies look at."""
PLAIN = {
    "ownCase": False, "bodyIsCell": False, "onBehalf": False, "asked": False, "rolesOverBoth": [], "synthetic": False,
    "granted": "", "ownRole": False, "assigned": False,
}  # fmt: skip
GRANTING = re.compile(r"(GrantRole|EndRoleGrant|DelegateAuthority) (.+)")


def held(role, relation):
    """What the views say of somebody who holds a role in this relation."""
    one, none = frozenset({role}), frozenset()
    match relation:
        case "here" | "own":
            return Held(role=role, here=one, over=one, below_root=one)
        case "above":
            return Held(role=role, over=one, below_root=one)
        case "root":
            return Held(role=role, over=one, at_root=one)
        case _:
            return Held(role=role, over=none)


def context(act, role, relation):
    service, name = act.split(" ", 1)
    more = {**PLAIN, "ownCase": relation == "own"}
    for words, settings in SETTINGS.items():
        if name.endswith(words):
            name, more = name.removesuffix(words).strip(), {**more, **settings}
    if granting := GRANTING.fullmatch(name):
        name, of = granting.groups()
        more |= {"granted": role if of == "the own role" else of, "ownRole": of == "the own role"}
    return service, name, held(role, relation).context(**more)


def permitted(act, role):
    """The relations in which a role may do an act, in words."""
    allowed = []
    for relation in ("own", "here", "above", "root", "elsewhere"):
        service, action, asked = context(act, role, relation)
        allowed += [relation] if CEDAR[service].permits(action, asked) else []
    return " ".join(allowed) or "-"
