"""All that others may import of evaluation: published facts, requests, enums, refusals."""
