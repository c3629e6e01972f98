"""Leads that operators look at before they are dialled."""
