"""What an operator asks, and what was answered."""
