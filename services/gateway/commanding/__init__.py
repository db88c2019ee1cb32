"""Commanding: mutations become requests to the services, then answers from the gateway's own views."""
