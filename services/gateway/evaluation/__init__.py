"""Evaluation in the API: campaigns, evaluations with their reasons, the cap looked at ahead, figures."""
