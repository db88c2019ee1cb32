"""HTTP: the GraphQL endpoint and the IDE page."""
