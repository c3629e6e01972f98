"""Work that takes longer than a request: leased, watched, cancelled, and done once whoever dies over it."""
