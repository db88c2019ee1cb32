"""Words with one meaning in every service."""
