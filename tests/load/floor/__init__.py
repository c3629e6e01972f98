"""Fifty simulated operators on a real Asterisk, and SIPp as the carrier that writes down what reaches it."""
