"""Regions as lists write them, and the time zone of each."""
