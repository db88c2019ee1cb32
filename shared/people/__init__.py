"""Personal fields: sealed under a key per person, so that one person can be forgotten though facts are for ever."""
