"""A whole year-end season at the size of a province: how fast it is entered and decided, how fast it is read."""
