"""Recorded messages that are left on answering machines."""
