"""Membership has no routes of its own beyond the kernel's: commands, facts, keys, health."""
