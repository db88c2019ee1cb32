"""Membership's own route beside the kernel's: whether a member is on the roll."""
