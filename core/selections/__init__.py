"""Choosing leads among the clients by a condition."""
