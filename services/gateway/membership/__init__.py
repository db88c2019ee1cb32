"""What the gateway shows of the membership service: its views, types, queries and mutations."""
