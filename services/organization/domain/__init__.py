"""The rules of the tree: plain Python, no framework, no clock."""
