"""Telemarketing efforts: whom to call when, what to say and ask, and which verdicts there are."""
