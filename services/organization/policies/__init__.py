"""What organization does by itself: a fact in, commands out."""
