"""What the membership service publishes and accepts: all that others may import from it."""
