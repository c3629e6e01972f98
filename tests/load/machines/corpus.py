"""Calls that are picked up by people and by machines, as they sound after a telephone network.

The same seed gives the same corpus. No text and no voice of the held-out part is heard in the tuning part.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

import numpy as np

from core.calls.state_machine import AnsweredBy
from tests.load.machines.speaking import RATE, Sound, speak
from tests.load.machines.texts import LONG_PEOPLE, MACHINES, PEOPLE, VOICES

Part = Literal["tuning", "held out"]

_LONG_GREETING_SHARE: Final = 0.06
_CALLS_AGAIN_SHARE: Final = 0.5
_NETWORK_TONES_SHARE: Final = 0.1
_SECONDS: Final = {AnsweredBy.PERSON: 8.0, AnsweredBy.MACHINE: 5.0}


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """What is heard from the moment of the answer on."""

    name: str
    by: AnsweredBy
    language: str
    has_long_greeting: bool
    """A person's who greets as long as a machine."""
    pcm: bytes
    """Signed 16 bits, 8000 a second."""
    beep: tuple[float, float] | None = None
    """When a machine's tone begins and ends."""


def corpus(part: Part, *, people: int, machines: int, seed: int = 0) -> list[Clip]:
    """So many of each, half in Russian and half in English."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_clip, _wanted(part, people, machines, seed)))


@dataclass(frozen=True, slots=True)
class _Wanted:
    name: str
    by: AnsweredBy
    language: str
    part: Part
    seed: str


def _wanted(part: Part, people: int, machines: int, seed: int) -> Iterator[_Wanted]:
    for by, count in ((AnsweredBy.PERSON, people), (AnsweredBy.MACHINE, machines)):
        for number in range(count):
            language = ("ru", "en")[number % 2]
            name = f"{part.replace(' ', '-')}-{by}-{number:04}"
            yield _Wanted(name, by, language, part, f"{seed} {name}")


def _clip(wanted: _Wanted) -> Clip:
    dice = Random(wanted.seed)
    is_person = wanted.by is AnsweredBy.PERSON
    is_long = is_person and dice.random() < _LONG_GREETING_SHARE
    texts = (LONG_PEOPLE if is_long else PEOPLE) if is_person else MACHINES
    said = speak(
        dice.choice(texts[wanted.language, wanted.part]),
        voice=dice.choice(VOICES[wanted.language, wanted.part]),
        words_per_minute=dice.randint(130, 200) if is_person else dice.randint(120, 180),
        pitch=dice.randint(25, 75),
    )
    if is_person:
        sound, beep = _person(said, dice), None
    else:
        sound, beep = _machine(said, dice)
    return Clip(wanted.name, wanted.by, wanted.language, is_long, _through_network(sound, dice), beep)


def _person(said: Sound, dice: Random) -> Sound:
    """Puts the telephone to the ear, greets, listens, perhaps greets again."""
    parts = [_silence(dice.triangular(0.15, 1.6, 0.45)), said]
    if dice.random() < _CALLS_AGAIN_SHARE:
        parts += [_silence(dice.uniform(1.0, 2.5)), said]
    return _padded(np.concatenate(parts), _SECONDS[AnsweredBy.PERSON])


def _machine(said: Sound, dice: Random) -> tuple[Sound, tuple[float, float]]:
    parts = [_silence(dice.triangular(0.05, 1.2, 0.3))]
    if dice.random() < _NETWORK_TONES_SHARE:
        # Special information tones: three, rising (ITU-T E.180).
        parts += [_tone(hertz, 0.33) for hertz in (950, 1400, 1800)] + [_silence(0.1)]
    parts += [said, _silence(dice.uniform(0.2, 1.5))]
    begins = sum(map(len, parts)) / RATE
    length = dice.uniform(0.15, 0.9)
    parts.append(_tone(dice.choice((425, 440, 800, 1000, 1000, 1400)), length))
    sound = np.concatenate(parts)
    return _padded(sound, len(sound) / RATE + _SECONDS[AnsweredBy.MACHINE]), (begins, begins + length)


def _through_network(sound: Sound, dice: Random) -> bytes:
    """Level, noise, lost packets, G.711 A-law."""
    random = np.random.default_rng(dice.randrange(2**32))
    peak = float(np.abs(sound).max()) or 1.0
    level = 10 ** (dice.uniform(-22, -3) / 20)
    sound = sound / peak * level
    noise = random.standard_normal(len(sound))
    if dice.random() < 0.5:
        noise = np.convolve(noise, np.ones(6) / 6, mode="same") * 2.4
    if dice.random() < 0.2:
        noise = noise + np.sin(2 * np.pi * 50 * np.arange(len(sound)) / RATE)
    # Loudest of the speech against the noise: from a street to a quiet room.
    sound = sound + noise * level * 10 ** (-dice.uniform(28, 65) / 20)
    for start in np.flatnonzero(random.random(len(sound) // 160) < dice.choice((0, 0, 0.01, 0.03))):
        sound[start * 160 : (start + 1) * 160] = 0
    return _a_law(np.clip(sound, -1, 1)).tobytes()


def _a_law(sound: Sound) -> np.ndarray:
    """Coded in 8 bits and back, as ITU-T G.711 does: a step twice as large for each doubling of the level."""
    magnitude = np.minimum(np.abs(sound) * 4096, 4095).astype(np.int64)
    segment = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int64) - 4, 1)
    step = 1 << segment
    coded = (magnitude // step) * step + step // 2
    signed: np.ndarray = np.sign(sound) * coded * 8
    return signed.astype("<i2")


def _tone(hertz: float, seconds: float) -> Sound:
    return 0.6 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def _silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE))


def _padded(sound: Sound, seconds: float) -> Sound:
    return np.pad(sound, (0, max(0, round(seconds * RATE) - len(sound))))
