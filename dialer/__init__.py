"""How many to dial, whom and when, and which operator gets whom."""
