"""What has changed, for other systems: a feed over the views of all services."""
