"""Cây tổ chức và vai trò - the tree and the grants, from the service's own log."""

from services.organization.domain.grant import RoleGranted, RoleGrantEnded
from services.organization.domain.organization import OrganizationEnded, OrganizationFounded, OrganizationReparented
from shared.authority.grants import grants_view
from shared.authority.tree import tree_view

TREE = tree_view(OrganizationFounded, OrganizationReparented, OrganizationEnded)
GRANTS = grants_view(RoleGranted, RoleGrantEnded)
