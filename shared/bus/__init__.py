"""The bus: published logs mirrored exactly into JetStream, and the followers that read them. Only user of nats-py."""
