"""Snapshots: what was learned, as plain numbers that JSON keeps exactly, and back.

Whatever learns has `snapshot()` and `restore()`: restored and told the same, it goes on to the last bit like
the one that the snapshot was taken of. What can be worked out again from the rest is not in it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Snapshot = Mapping[str, Any]


class UnfitSnapshot(ValueError):
    """It was taken of something else, as of an earlier version."""


def floats_like(present: Floats, stored: object) -> Floats:
    """The stored numbers, if they have the form of those that they replace."""
    numbers = np.array(stored, dtype=float)
    if numbers.shape != present.shape:
        raise UnfitSnapshot(f"{numbers.shape} instead of {present.shape} numbers")
    return numbers
