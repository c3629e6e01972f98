"""How fast the product is on this machine: `make bench`."""
