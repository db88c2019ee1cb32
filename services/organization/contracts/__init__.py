"""What the organization service publishes and accepts: all that others may import from it."""
