"""Views: tables folded from facts, versioned, rebuilt beside the old ones. Only views are ever rebuilt."""
