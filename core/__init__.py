"""The domain: one folder per noun, knowing neither Asterisk nor HTTP."""
