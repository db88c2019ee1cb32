"""Data-subject requests: what members ask about their own data, by when it is answered, and the export itself."""
