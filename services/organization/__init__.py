"""The organization service; open `service.py` first."""
