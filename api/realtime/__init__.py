"""What consoles see as it happens."""
