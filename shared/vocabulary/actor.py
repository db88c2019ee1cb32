"""Who acts: an account, a policy or a service. Never a person's name."""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """The subject of a token, or `policy:<name>`; `role` is the token's role class, scope is folded from grants."""

    subject: str
    role: str
    token: str = ""
