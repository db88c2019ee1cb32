"""The command line is tested on a real stack, one for the session."""

from shared.testing.stack import stack

__all__ = ["stack"]
