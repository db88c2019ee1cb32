"""The gateway service; open `service.py` first."""
