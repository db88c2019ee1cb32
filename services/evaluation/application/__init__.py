"""Evaluation's commands: who may, what is loaded, the decision, what is recorded, and what the others are told."""
