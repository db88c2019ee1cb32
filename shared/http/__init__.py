"""HTTP at the border of a service: tokens, commands in, receipts and refusals out, health, and the client to others."""
