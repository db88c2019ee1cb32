"""What the gateway shows of the organization service: its views, types, queries and mutations."""
