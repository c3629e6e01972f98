"""What the Makefile calls. Standard library only where it must run before the virtual environment exists."""
