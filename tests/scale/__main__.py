"""make scale: every measurement of this folder, one after the other, each on a stack of its own."""

from shared.testing.stack import running_stack
from tests.scale import importing

ROWS, CELLS = 100_000, 100

if __name__ == "__main__":
    with running_stack() as running:
        importing.measure(running, ROWS, CELLS)
