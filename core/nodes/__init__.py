"""The switchboards that are at work, so that they can share what is one for all."""
