"""The membership service; open `service.py` first."""
