"""Cedar policies as files: readable by an auditor, parsed once, deny by default."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cedarpy

_ANYONE = {"type": "Actor", "id": "actor"}
_ANYTHING = {"type": "Resource", "id": "resource"}
_NO_ENTITIES = cedarpy.Entities.from_json_str("[]")


class Cedar:
    """The permissions of one service. A text that cannot be parsed is a ValueError at start."""

    def __init__(self, policy_text: str) -> None:
        self._policies = cedarpy.PolicySet.from_str(policy_text)

    @classmethod
    def beside(cls, module_file: str, name: str = "authority.cedar") -> "Cedar":
        """The policies in the file that stands beside a module."""
        return cls(Path(module_file).with_name(name).read_text(encoding="utf-8"))

    def permits(self, action: str, context: Mapping[str, Any]) -> bool:
        """Whether the act is allowed: a permit matches, no forbid does and every policy could be evaluated."""
        request = {
            "principal": _ANYONE,
            "action": {"type": "Action", "id": action},
            "resource": _ANYTHING,
            "context": dict(context),
        }
        answer = cedarpy.is_authorized(request, self._policies, _NO_ENTITIES)
        return answer.allowed and not answer.diagnostics.errors
