"""Evaluation: yearly reviews and ratings of members and organisations. Health and log today; it accepts nothing yet."""

from shared.runtime.service import Service

SERVICE = Service(
    name="evaluation",
    owns="rule sets, campaigns, reviews and ratings of members and organisations",
)
