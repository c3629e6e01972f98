"""`make bench-machines`: who tells machines from people best, and how soon, as one table.

    python -m tests.load.machines.bench [--people 400] [--machines 300] [--part "held out"] [--seed 0]

Every clip is played on a real Asterisk to every listener, in real time; the beep is looked for apart, frame
by frame. The whole takes about four minutes.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import structlog

from core.calls.state_machine import AnsweredBy
from pbx.greeting.beep import BeepWait, Invitation
from pbx.greeting.judge import FROM_ANSWER, FROM_GREETING, GreetingJudge
from pbx.greeting.sound import FRAME_BYTES, FRAME_SECONDS, frame_of
from tests.load.figures import machine, percentile
from tests.load.machines.corpus import Clip, corpus
from tests.load.machines.exchange import Amd, Heard, Listener, judged

LISTENERS: Final[Mapping[str, Listener]] = {
    "amd": Amd(),
    "amd-answer": Amd(
        initial_silence=5000,
        greeting=1000,
        after_greeting_silence=500,
        total_analysis_time=1800,
        maximum_number_of_words=3,
    ),
    "amd-greeting": Amd(
        initial_silence=5000,
        greeting=1800,
        after_greeting_silence=700,
        total_analysis_time=3500,
        maximum_number_of_words=3,
    ),
    "ours-answer": FROM_ANSWER,
    "ours-greeting": FROM_GREETING,
}
_TITLES: Final = {
    "amd": "AMD(), Asterisk's defaults",
    "amd-answer": "AMD() tuned, 2 s from the answer",
    "amd-greeting": "AMD() tuned, 2 s from the greeting",
    "ours-answer": "ours, 2 s from the answer",
    "ours-greeting": "ours, 2 s from the greeting",
}
_95_PERCENT: Final = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    def __str__(self) -> str:
        """In percent, with Wilson's 95 % interval."""
        if not self.of:
            return "-"
        share, z2 = self.count / self.of, _95_PERCENT**2
        middle = (share + z2 / (2 * self.of)) / (1 + z2 / self.of)
        half = _95_PERCENT * sqrt(share * (1 - share) / self.of + z2 / (4 * self.of**2)) / (1 + z2 / self.of)
        low, high = 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
        return f"{100 * share:.1f} ({low:.1f}-{high:.1f})"


def taken_for_machines(
    clips: Sequence[Clip], heard: Sequence[Heard], wanted: Callable[[Clip], bool]
) -> Share:
    chosen = [one.by for clip, one in zip(clips, heard, strict=True) if wanted(clip)]
    return Share(chosen.count(AnsweredBy.MACHINE), len(chosen))


def rows(clips: Sequence[Clip], heard: Mapping[str, Sequence[Heard]]) -> Iterator[str]:
    line = "{:36} {:>18} {:>18} {:>18} {:>12} {:>12}"
    yield line.format(
        "listener", "machines found, %", "people mistaken, %", "of these private", "people p50/99", "machines"
    )
    for name, ones in heard.items():
        people = [one.seconds for clip, one in zip(clips, ones, strict=True) if clip.by is AnsweredBy.PERSON]
        others = [one.seconds for clip, one in zip(clips, ones, strict=True) if clip.by is AnsweredBy.MACHINE]
        yield line.format(
            _TITLES[name],
            str(taken_for_machines(clips, ones, lambda clip: clip.by is AnsweredBy.MACHINE)),
            str(taken_for_machines(clips, ones, lambda clip: clip.by is AnsweredBy.PERSON)),
            str(taken_for_machines(clips, ones, _is_private)),
            _times(people),
            _times(others),
        )


def _is_private(clip: Clip) -> bool:
    return clip.by is AnsweredBy.PERSON and not clip.has_long_greeting


def _times(seconds: Sequence[float]) -> str:
    return f"{percentile(seconds, 0.5):.2f}/{percentile(seconds, 0.99):.2f} s"


def beeps(clips: Sequence[Clip]) -> Iterator[str]:
    """How a message is begun: after the beep, after a silence, too early, or never."""
    count = {"after the beep": 0, "after a silence": 0, "before the beep ended": 0, "never": 0}
    delays = []
    for clip in clips:
        if clip.beep is None:
            continue
        invitation, at = _invited(clip)
        if invitation is Invitation.NONE:
            count["never"] += 1
        elif at < clip.beep[1]:
            count["before the beep ended"] += 1
        else:
            count["after the beep" if invitation is Invitation.BEEP else "after a silence"] += 1
            delays.append(at - clip.beep[1])
    of = sum(count.values())
    for name, number in count.items():
        yield f"message begun {name}: {Share(number, of)} %"
    yield f"from the beep's end to the message: p50/99 {_times(delays)}"


def _invited(clip: Clip) -> tuple[Invitation, float]:
    """From where our own judge knows that it is a machine, or would have to."""
    judge, wait, is_known = GreetingJudge(FROM_GREETING), BeepWait(), False
    for place, start in enumerate(range(0, len(clip.pcm), FRAME_BYTES), start=1):
        frame = frame_of(clip.pcm[start : start + FRAME_BYTES])
        if not is_known:
            is_known = judge.hear(frame) is not None
        elif (invitation := wait.hear(frame)) is not None:
            return invitation, place * FRAME_SECONDS
    return Invitation.NONE, 0.0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--machines", type=int, default=300)
    parser.add_argument("--part", choices=["tuning", "held out"], default="held out")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    print(machine(), flush=True)
    began = time.monotonic()
    clips = corpus(asked.part, people=asked.people, machines=asked.machines, seed=asked.seed)
    long = sum(clip.has_long_greeting for clip in clips)
    print(f"{asked.part}: {asked.people} people, {long} of them at work, and {asked.machines} machines")
    print("95 % intervals in brackets; times from the answer to the decision", flush=True)
    for line in rows(clips, asyncio.run(judged(clips, LISTENERS))):
        print(line)
    for line in beeps(clips):
        print(line)
    print(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
