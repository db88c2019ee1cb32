"""Compiling queries: a validated document becomes a plan of plain calls, run level by level."""
