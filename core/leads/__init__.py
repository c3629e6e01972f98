"""Clients' numbers placed on a campaign's list."""
