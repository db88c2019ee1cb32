"""The bus's test town: a database in which views can be told facts."""

from tests.shared.bus.conftest import _topics, nats_server, spare_nats, town, until

__all__ = ["_topics", "nats_server", "spare_nats", "town", "until"]
