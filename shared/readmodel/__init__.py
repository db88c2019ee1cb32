"""Views: tables folded from facts, versioned, rebuilt beside the old ones. Only views are ever rebuilt."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
"""The read model's own tables, for every service and for the gateway."""
