"""The event log: facts committed in groups, in one order, with what they publish. The only user of `eventsourcing`."""
