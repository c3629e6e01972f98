"""Interactions with clients: the unit of the whole history."""
