"""Views that membership's own commands and policies need; public reads come from the gateway."""
