"""Filter trees: one format, whatever is filtered."""
