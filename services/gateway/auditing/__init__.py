"""Auditing: every look at a person is on record before the answer leaves."""
