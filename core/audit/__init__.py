"""Who changed which setting from what to what, and when."""
