"""What everybody else asks of the one who owns live calls and operators."""
