"""The evaluation service; open `service.py` first."""
