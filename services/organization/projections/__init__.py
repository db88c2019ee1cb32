"""The views that the commands of organization need; public reads come from the gateway."""
