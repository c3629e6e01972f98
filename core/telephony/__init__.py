"""What the rest of the product asks of a telephone exchange, and what it hears from one."""
