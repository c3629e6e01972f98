"""The REST interface, the websockets and the pages: the only code that speaks HTTP."""
