"""`lienthong doctor`: one line for each external thing, with the exact next command."""
