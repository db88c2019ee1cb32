"""Refusals: a rule says no. A class named as a sentence, a stable code, both languages and the next step."""

import re
from typing import Any, ClassVar

import msgspec


class Refusal(Exception):  # noqa: N818 - a refusal is an expected answer, named as a sentence
    """A typed "no". Subclasses set the texts; `params` fill their `{placeholders}`; nothing was written.

    `path` names the input field at fault, as the client wrote it (["input", "effectiveOn"]). Params are never personal.
    """

    code: str  # of the class; a refusal that came from another service bears that service's code
    vi: ClassVar[str]
    en: ClassVar[str]
    next_vi: ClassVar[str] = ""
    next_en: ClassVar[str] = ""
    legal_basis: ClassVar[str] = ""
    status: int = 409

    def __init_subclass__(cls, *, code: str = "", **kwargs: Any) -> None:
        """`code`: another one than the name's, where two services refuse different things by the same name."""
        super().__init_subclass__(**kwargs)
        cls.code = code or re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).upper()

    def __init__(self, *path: str, **params: Any) -> None:
        super().__init__(type(self).code)
        self.path = list(path)
        self.params = params

    def wire(self) -> dict[str, Any]:
        """The refusal as it travels between services and to the gateway."""
        return {
            "code": self.code,
            "vi": self.vi.format(**self.params),
            "en": self.en.format(**self.params),
            "nextVi": self.next_vi.format(**self.params),
            "nextEn": self.next_en.format(**self.params),
            "legalBasis": self.legal_basis,
            "path": self.path,
            "params": {name: str(value) for name, value in self.params.items()},
        }


class RefusalText(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal class as data, for those who may not import it (generated into `contracts/refusals.py`)."""

    code: str
    name: str
    vi: str
    en: str
    next_vi: str
    next_en: str
    legal_basis: str
    status: int
