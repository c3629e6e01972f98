"""Which trunk a call takes, and when it may."""
