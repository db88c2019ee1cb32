"""Rubbish: when CPython looks for reference cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Thousands of rows at once are no rubbish: to look for some among them takes a third of the time, and more.

    It is looked for when the collector is switched on again, so this has to last until the rows are gone.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
