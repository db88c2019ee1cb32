"""The whole system as data: the four service.py values and every refusal there is."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

import services
import shared
from services.stack import STACK
from shared.runtime.service import Service
from shared.vocabulary.refusals import Refusal, RefusalText

_Class = TypeVar("_Class")
KERNEL = "shared"
_NOT_PART_OF_THE_SYSTEM = ("shared.testing", "services.docs", "services.__main__")
_CARRIES_OTHERS = frozenset({"RemoteRefusal"})


@dataclass(frozen=True)
class System:
    """Services in start order; refusal classes by who owns them (a service's name, or the kernel)."""

    services: tuple[Service, ...]
    refusals: dict[str, tuple[type[Refusal], ...]]

    @staticmethod
    def load() -> "System":
        """Import everything once and look at it."""
        for package in (shared, services):
            _import_all(package)
        refusals: dict[str, list[type[Refusal]]] = {name: [] for name in (KERNEL, *STACK)}
        for refusal in sorted(every_subclass(Refusal), key=lambda cls: cls.__name__):
            owner = _owner(refusal)
            if hasattr(refusal, "vi") and owner in refusals and refusal.__name__ not in _CARRIES_OTHERS:
                refusals[owner].append(refusal)
        loaded = tuple(load() for load in STACK.values())
        return System(loaded, {owner: tuple(classes) for owner, classes in refusals.items()})


def every_subclass(cls: type[_Class]) -> Iterator[type[_Class]]:
    """All classes below a class, as far as they have been imported."""
    for below in cls.__subclasses__():
        yield below
        yield from every_subclass(below)


def text_of(refusal: type[Refusal]) -> RefusalText:
    """A refusal class as data."""
    return RefusalText(
        code=refusal.code,
        name=refusal.__name__,
        vi=refusal.vi,
        en=refusal.en,
        next_vi=refusal.next_vi,
        next_en=refusal.next_en,
        legal_basis=refusal.legal_basis,
        status=refusal.status,
    )


def meaning(thing: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; a line saying so when it is empty."""
    if not rows:
        return "None.\n"
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _owner(refusal: type[Refusal]) -> str:
    """The kernel, a service's name, or nothing for classes of tests."""
    package, _, rest = refusal.__module__.partition(".")
    return KERNEL if package == KERNEL else rest.partition(".")[0] if package == services.__name__ else ""


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=_raise):
        if not module.name.startswith(_NOT_PART_OF_THE_SYSTEM):
            importlib.import_module(module.name)


def _raise(name: str) -> None:
    raise ImportError(name)
