"""Cedar policies as files: readable by an auditor, parsed once, deny by default.

The same question always has the same answer (the context is all that counts), so the newest answers are kept.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import cedarpy
import msgspec

_ANYONE = {"type": "Actor", "id": "actor"}
_ANYTHING = {"type": "Resource", "id": "resource"}
_REMEMBERED = 4_096
_encode = msgspec.json.Encoder(order="sorted").encode
_NO_ENTITIES = cedarpy.Entities.from_json_str("[]")


class Cedar:
    """The permissions of one service. A text that cannot be parsed is a ValueError at start."""

    def __init__(self, policy_text: str) -> None:
        self._policies = cedarpy.PolicySet.from_str(policy_text)
        self._answers: dict[bytes, bool] = {}
        self._kept = lru_cache(maxsize=4096)(self._decided)

    @classmethod
    def beside(cls, module_file: str, name: str = "authority.cedar") -> "Cedar":
        """The policies in the file that stands beside a module."""
        return cls(Path(module_file).with_name(name).read_text(encoding="utf-8"))

    def permits(self, action: str, context: Mapping[str, Any]) -> bool:
        """Whether the act is allowed: a permit matches, no forbid does and every policy could be evaluated.

        Nothing but action and context counts, and few of them differ, so an answer is remembered.
        """
        asked = _encode((action, dict(context)))
        allowed = self._answers.get(asked)
        if allowed is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            allowed = self._answers[asked] = self._decide(action, context)
        return allowed

    def _decide(self, action: str, context: Mapping[str, Any]) -> bool:
        asked = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in context.items())
        return self._kept(action, asked)

    def _decided(self, action: str, context: tuple[tuple[str, Any], ...]) -> bool:
        request = {
            "principal": _ANYONE,
            "action": {"type": "Action", "id": action},
            "resource": _ANYTHING,
            "context": {name: list(value) if isinstance(value, tuple) else value for name, value in context},
        }
        answer = cedarpy.is_authorized(request, self._policies, _NO_ENTITIES)
        return answer.allowed and not answer.diagnostics.errors
