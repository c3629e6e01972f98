"""The call floor in figures, as a supervisor sees it."""
