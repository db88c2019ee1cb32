"""Reactions: a fact in, commands of membership out."""
