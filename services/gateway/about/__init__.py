"""Running: what the gateway says of itself, of the services behind it, and of whoever asks."""
