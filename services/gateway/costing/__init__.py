"""Costing: what a query may cost is known before it runs, and each client has a budget that fills again."""
