"""WAV files that people upload, made into what a telephone line carries: 8000 samples a second. Pure."""

import io
import sys
import wave
from array import array
from itertools import accumulate, pairwise
from typing import Final

from core.error_codes import ErrorCode
from core.errors import InvalidInput

LARGEST_FILE_BYTES: Final = 24 * 2**20
LONGEST_SECONDS: Final = 120
_RATE: Final = 8000
_SAMPLE_BYTES: Final = 2
_MOST_CHANNELS: Final = 2
_RATES: Final = range(_RATE, 96_001)


def telephone_sound(content: bytes) -> tuple[bytes, float]:
    """The file as the exchange plays it, and how many seconds it lasts.

    Raises:
        InvalidInput: it is no WAV file of 16 bits without compression, is empty or too long.
    """
    try:
        with wave.open(io.BytesIO(content)) as sound:
            rate, channels = sound.getframerate(), sound.getnchannels()
            fits = (
                sound.getsampwidth() == _SAMPLE_BYTES and rate in _RATES and 1 <= channels <= _MOST_CHANNELS
            )
            frames = sound.readframes(rate * LONGEST_SECONDS + 1) if fits else b""
    except (wave.Error, EOFError, ValueError, RuntimeError) as error:
        raise InvalidInput.of("file", ErrorCode.NOT_A_SOUND) from error
    samples = _samples(frames, channels)
    if len(samples) > rate * LONGEST_SECONDS:
        raise InvalidInput.of("file", ErrorCode.SOUND_TOO_LONG, max_seconds=LONGEST_SECONDS)
    if not fits or len(samples) < rate // 10:
        raise InvalidInput.of("file", ErrorCode.NOT_A_SOUND)
    made = io.BytesIO()
    with wave.open(made, "wb") as played:
        played.setnchannels(1)
        played.setsampwidth(_SAMPLE_BYTES)
        played.setframerate(_RATE)
        played.writeframes(_bytes(_slowed(samples, rate)))
    return made.getvalue(), len(samples) / rate


def _samples(frames: bytes, channels: int) -> "array[int]":
    """Of all channels together."""
    samples = array("h", frames[: len(frames) // (_SAMPLE_BYTES * channels) * _SAMPLE_BYTES * channels])
    if sys.byteorder == "big":
        samples.byteswap()
    if channels == 1:
        return samples
    return array("h", ((left + right) // 2 for left, right in zip(samples[::2], samples[1::2], strict=True)))


def _slowed(samples: "array[int]", rate: int) -> "array[int]":
    """Each sample is the mean of those that were in its place."""
    if rate == _RATE:
        return samples
    sums = list(accumulate(samples, initial=0))
    places = [number * rate // _RATE for number in range(len(samples) * _RATE // rate + 1)]
    return array(
        "h",
        ((sums[end] - sums[start]) // (end - start) for start, end in pairwise(places)),
    )


def _bytes(samples: "array[int]") -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
