"""Finding: what one part of a process says about itself when it is asked whether it is ready."""

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One part's answer. `reason` is constant text, no personal data; `lag` counts facts still to be read or sent."""

    name: str
    ok: bool
    reason: str = ""
    lag: int = 0
