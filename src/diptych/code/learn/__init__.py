"""Learning from pairs of files rather than from the world: stored pairs as context, values put in, both nets."""
