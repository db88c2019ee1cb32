"""Reading: who asks, what they may see, and the one emitter that writes every table access."""
