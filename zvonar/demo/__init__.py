"""A call centre to try: demo clients, a demo campaign, simulated customers and operators."""
