"""What stands around a telephone number, and how else its signs are written. Pure."""

import re
from typing import Final

_PLAIN: Final = re.compile(r"\+?\d[\d ()/-]*", re.ASCII)
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_SPACES: Final = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
# Telephones put them around a number that is copied. Signs that turn the order of others are not among them.
_UNSEEN: Final = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff"
_SIGNS: Final = str.maketrans(
    dict.fromkeys(_DASHES, "-") | dict.fromkeys(_SPACES, " ") | dict.fromkeys(_UNSEEN, "")
)
# ="8916...", by which a spreadsheet is kept from computing with it, and '8916..., for the same.
_QUOTED: Final = re.compile(r'=?\s*"([^"]*)"')
_APOSTROPHE: Final = re.compile(r"['\u2019\u2018`](?=[^'\u2019\u2018`]*$)")
_SCHEME: Final = re.compile(r"(?:tel|тел)(?:\s*:|\.:?)\s*", re.IGNORECASE)
_RUSSIAN_ABROAD: Final = re.compile(r"8[ -]*~[ -]*10")
# A number that was taken for a quantity; that somebody sets its last digit apart so is not to be expected.
_FRACTION: Final = re.compile(r"(?<![\d.,])(\+?\d{7,})[.,]0{1,2}(?![\d.,]*\d)", re.ASCII)


def undecorated(text: str) -> str:
    """The number without what is put around it, its dashes and spaces plain; whatever else stays as it is."""
    if _PLAIN.fullmatch(text):
        return text.rstrip()
    # A line break is none of the spaces within a number.
    text = text.strip().translate(_SIGNS).strip()
    if quoted := _QUOTED.fullmatch(text):
        text = quoted[1].strip()
    text = _APOSTROPHE.sub("", text, count=1) if _APOSTROPHE.match(text) else text
    if scheme := _SCHEME.match(text):
        text = text[scheme.end() :]
    text = without_fractions(text)
    if text[-1:] in (".", ","):
        text = text[:-1].rstrip()
    return _RUSSIAN_ABROAD.sub("810", text, count=1) if _RUSSIAN_ABROAD.match(text) else text


def without_fractions(text: str) -> str:
    """`79161234567.0`, as programmes that reckon write it, without the `.0`."""
    return _FRACTION.sub(r"\1", text)
