"""The bus's test town: a database with the read model's tables, a log, a broker."""

from tests.shared.bus.conftest import _topics, nats_server, spare_nats, town, until

__all__ = ["_topics", "nats_server", "spare_nats", "town", "until"]
