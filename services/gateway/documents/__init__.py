"""Documents: the trusted ones, known by the hash of their text, so that a client need not send it."""
