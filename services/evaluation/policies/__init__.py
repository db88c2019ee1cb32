"""What evaluation does of itself: no one asks for it, the records do."""
