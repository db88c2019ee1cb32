"""The commands: load, ask for authority, decide, record."""
