"""Trunks: the ways to the telephone network, and what each may carry."""
