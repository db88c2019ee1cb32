"""Đếm lại - an independent reader of the published logs: counts a restructuring's proof again, by other means."""
