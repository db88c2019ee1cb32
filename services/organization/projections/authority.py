"""Cây tổ chức và vai trò - the tree and the grants, from the service's own log."""

from services.organization.domain.grant import RoleGranted, RoleGrantEnded
from services.organization.domain.organization import OrganizationEnded, OrganizationFounded, OrganizationReparented
from services.organization.domain.restructuring.restructuring import (
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from shared.authority.grants import grants_view
from shared.authority.tree import Plans, tree_view

_PLANS = Plans(staged=RestructuringStaged, effected=RestructuringTookEffect, reverted=RestructuringReverted)
TREE = tree_view(OrganizationFounded, OrganizationReparented, OrganizationEnded, _PLANS)
GRANTS = grants_view(RoleGranted, RoleGrantEnded)
