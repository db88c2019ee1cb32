"""Accounts of each scope class, and of a province without members; let in by rows of the gateway's grants."""

from uuid import UUID, uuid4

import asyncpg
import msgspec

from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from tests.scale.crowd import EMPTY, PROVINCE, SINCE, cell_id, member_id

_EMPTY = "empty province"
_PLACE = "select organization from gateway_views.authority_tree where code = $1"
_COMMUNE = "select parent from gateway_views.authority_tree where organization = $1"
_GRANT = """
insert into gateway_views.authority_grants (grant_id, valid_from, subject, role, organization)
values ($1, $2, $3, $4, $5)
"""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and where his scope begins; the root's officers read figures, not persons."""

    scope: str
    role: str
    subject: str
    token: str
    place: UUID
    persons: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nobody is at home below the account's place."""
        return self.scope == _EMPTY


async def accounts(settings: Settings, connection: asyncpg.Connection) -> list[Account]:
    """One account of each class."""
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    commune = await connection.fetchval(_COMMUNE, cell_id(0))
    province, root = await connection.fetchval(_PLACE, PROVINCE), await connection.fetchval(_PLACE, "00")
    officer = "committee_officer"
    wanted = (
        ("cell", "cell_secretary", cell_id(0), True),
        ("commune", officer, commune, True),
        ("province", officer, province, True),
        (_EMPTY, officer, await connection.fetchval(_PLACE, EMPTY), True),
        ("nation", officer, root, False),
    )
    own = f"member@{member_id(0)}"
    made = [Account(scope="own", role="member", subject=own, token=tokens.mint(own, "member"), place=cell_id(0))]
    for scope, role, place, persons in wanted:
        subject = f"scale.{scope.replace(' ', '-')}"
        await connection.execute(_GRANT, uuid4(), SINCE, subject, role, place)
        token = tokens.mint(subject, role)
        made.append(Account(scope=scope, role=role, subject=subject, token=token, place=place, persons=persons))
    return made
