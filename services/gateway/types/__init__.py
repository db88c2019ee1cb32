"""Types that every part of the schema shares: Node, connections, scalars, the error interface."""
