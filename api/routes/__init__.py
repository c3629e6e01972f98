"""One module for each noun of the interface; no rule lives here."""
