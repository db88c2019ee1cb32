"""Views that evaluation's own commands need; public reads come from the gateway."""
