"""One dialling of one number: its life, its verdict and its place in the history."""
