"""The runtime: settings, clock, failpoints, the supervisor and how a service is started."""
