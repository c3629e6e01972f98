"""The users with the headsets: what each is doing, and since when."""
