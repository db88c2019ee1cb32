"""make scale: the long measurements at the size of a province; each prints its figures and needs a stack of its own."""
