"""Numbers that may not be dialled."""
