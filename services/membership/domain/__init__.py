"""Membership's rules: facts, state, evolve and decide in plain Python."""
