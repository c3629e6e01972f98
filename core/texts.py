"""Which text can be kept and shown everywhere."""

from unicodedata import category


def is_storable(text: str) -> bool:
    """Whether every database and every JSON writer takes it: no NUL, no halves of characters."""
    return "\0" not in text and not any(category(sign) == "Cs" for sign in text)


def is_printed(text: str) -> bool:
    """Whether it is one line of print: no control or direction signs; spaces of any width are fine."""
    # Most text needs no look at its spaces.
    return text.isprintable() or all(sign.isprintable() or category(sign) == "Zs" for sign in text)
