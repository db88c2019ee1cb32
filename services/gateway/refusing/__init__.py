"""Refusing: typed errors in two languages, for payloads and for the answer as a whole."""
