"""When Python looks for garbage: seldom, because each look at everything stops every call for its time.

What is no longer referred to is freed at once, always; the collector finds rings of objects only. Ours come
from broken connections and failed requests, some a second at most.
"""

import gc
from typing import Final

# Net new objects before a look at the newest, and so many of each look before the next wider one.
_NEWEST: Final = 50_000
_YOUNG: Final = 20
_ALL: Final = 50


def collect_seldom() -> None:
    """For a process that has started: what is loaded now stays for ever and is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEWEST, _YOUNG, _ALL)
