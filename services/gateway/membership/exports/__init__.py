"""Exported sheets: asked for by one person, approved by another, fetched while they are available."""
