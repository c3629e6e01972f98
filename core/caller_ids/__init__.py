"""Caller IDs: the numbers that a campaign's clients see."""
