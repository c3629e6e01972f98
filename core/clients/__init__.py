"""The companies and households we sell to, their people and their numbers."""
