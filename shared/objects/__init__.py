"""Objects: bytes too large for the log - pictures - in a folder or in S3; the only user of obstore."""
