"""Filling lists from files that came out of somebody's spreadsheet: read safely, refused line by line."""
