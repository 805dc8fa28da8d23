"""Long runs: batches of inputs, each batch in a process of its own that is watched from outside.

A process that hangs in a library's C code hears no signal, and one that has eaten the memory may not live to tell. So
the input that is being fed, and the counts so far, lie in memory that both processes share, and the watching one ends
the other where that takes too long.
"""

from __future__ import annotations

import hashlib
import mmap
import multiprocessing
import resource
import struct
import time
import traceback
import warnings
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import TARGETS, Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST_SECONDS = 10.0
"""For one input, by the clock on the wall."""
MOST_KILOBYTES = 500_000
"""That a process may ever have had, Python and the libraries counted."""
_BATCH = 5_000
_DRAWN_BATCH = 1_000
_DRAWN_SHARE = 20
"""One input in so many is drawn by hypothesis, which takes its time; the rest are mutations."""
_ADDRESS_SPACE = 4 * 10**9
_LARGEST_INPUT = 4_000_000
_KEPT_ALIKE = 3

_COUNTS = struct.Struct("=5Q2d")


@dataclass
class Tally:
    """What became of a target's inputs.

    Attributes:
        accepted: ended in a plan.
        refused: ended in a refusal that names the place.
        found: misbehaved.
        drawn: came from hypothesis.
        slowest: seconds of the slowest input.
        kilobytes: the largest memory of any process.
        seconds: of the whole run.
    """

    accepted: int = 0
    refused: int = 0
    found: int = 0
    drawn: int = 0
    slowest: float = 0.0
    kilobytes: int = 0
    seconds: float = 0.0

    @property
    def inputs(self) -> int:
        """All of them."""
        return self.accepted + self.refused + self.found


class _Slot:
    """Counts and the present input, in memory that two processes share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _COUNTS.size + _LARGEST_INPUT)
        self.accepted = self.refused = self.misbehaved = 0
        self.slowest = 0.0

    def begin(self, data: bytes) -> None:
        """Notes the input that is fed now."""
        self._memory[_COUNTS.size : _COUNTS.size + len(data)] = data
        self._note(len(data) + 1, time.monotonic())

    def end(self) -> None:
        """Notes that no input is being fed."""
        self._note(0, 0.0)

    def _note(self, size: int, began: float) -> None:
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        counts = (self.accepted, self.refused, self.misbehaved, kilobytes, size)
        _COUNTS.pack_into(self._memory, 0, *counts, began, self.slowest)

    def look(self) -> tuple[Tally, bytes | None, float]:
        """From the other process: the tally so far, the input that is being fed, and since when."""
        accepted, refused, misbehaved, kilobytes, size, began, slowest = _COUNTS.unpack_from(self._memory, 0)
        data = self._memory[_COUNTS.size : _COUNTS.size + size - 1] if size else None
        return Tally(accepted, refused, misbehaved, slowest=slowest, kilobytes=kilobytes), data, began


class Keeper:
    """Keeps inputs that misbehave, a few of each kind, with what happened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, data: bytes, what: str, details: str) -> None:
        """Writes the input, and beside it what happened."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kind = hashlib.sha256(what.encode()).hexdigest()[:8]
        alike = len(list(self.folder.glob(f"{name}-{kind}-*.txt")))
        with (self.folder / f"{name}.log").open("a", encoding="utf-8") as log:
            log.write(f"{kind} {what}\n")
        if alike < _KEPT_ALIKE:
            stem = f"{name}-{kind}-{alike + 1}"
            (self.folder / f"{stem}{TARGETS[name].suffix}").write_bytes(data)
            (self.folder / f"{stem}.txt").write_text(f"{what}\n\n{details}", encoding="utf-8", errors="replace")


def happened(error: BaseException) -> str:
    """An error's type and where it was raised; its message too where a check of ours raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = next((frame for frame in reversed(frames) if "backplan" in frame.filename), frames[-1])
    said = str(error)[:60] if isinstance(error, AssertionError) else ""
    return " ".join(f"{type(error).__name__} at {place.filename.rpartition('/')[2]} line {place.lineno} {said}".split())


def _feed(name: str, target: Target, data: bytes, slot: _Slot, keeper: Keeper) -> None:
    slot.begin(data)
    began = time.monotonic()
    try:
        if target.accepts(data):
            slot.accepted += 1
        else:
            slot.refused += 1
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is found
        slot.misbehaved += 1
        keeper.keep(name, data, happened(error), traceback.format_exc())
    slot.slowest = max(slot.slowest, time.monotonic() - began)
    slot.end()


def _batch(name: str, seed_text: str, count: int, slot: _Slot, keeper: Keeper, *, drawn: bool) -> None:
    """Feeds some inputs; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    # What Python warns of would reach a person's terminal.
    warnings.simplefilter("error")
    target = TARGETS[name]
    if not drawn:
        chance = Random(seed_text)  # noqa: S311 - repeatable on purpose
        for _ in range(count):
            _feed(name, target, target.made(chance), slot, keeper)
        return

    @seed(seed_text)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(target.drawn)
    def each(data: bytes) -> None:
        _feed(name, target, data, slot, keeper)

    each()


def _watched(name: str, seed_text: str, count: int, keeper: Keeper, *, drawn: bool) -> Tally:
    """A batch in a process of its own, ended where one input takes too long."""
    slot = _Slot()
    process = multiprocessing.get_context("fork").Process(
        target=_batch, args=(name, seed_text, count, slot, keeper), kwargs={"drawn": drawn}
    )
    process.start()
    ended = ""
    while process.is_alive():
        process.join(0.5)
        tally, data, began = slot.look()
        if data is not None and time.monotonic() - began > LONGEST_SECONDS:
            ended = f"more than {LONGEST_SECONDS:.0f} seconds"
        elif tally.kilobytes > MOST_KILOBYTES:
            ended = f"more than {MOST_KILOBYTES // 1_000} MB"
        if ended:
            process.kill()
            process.join()
    tally, data, _ = slot.look()
    if not ended and process.exitcode != 0:
        ended = f"the process ended with {process.exitcode}"
    if ended:
        tally.found += 1
        keeper.keep(name, data or b"", ended, "")
    tally.drawn = tally.inputs if drawn else 0
    return tally


def run(name: str, inputs: int, seed_text: str, folder: Path, say: Callable[[str], None]) -> Tally:
    """Feeds so many inputs to a target."""
    keeper = Keeper(folder)
    whole, began, last_said, number = Tally(), time.monotonic(), time.monotonic(), 0
    # What inputs are made from is made once, and every process finds it there.
    TARGETS[name].made(Random(seed_text))  # noqa: S311 - repeatable on purpose
    while whole.inputs < inputs:
        drawn = whole.drawn * _DRAWN_SHARE <= whole.inputs
        count = min(_DRAWN_BATCH if drawn else _BATCH, inputs - whole.inputs)
        tally = _watched(name, f"{seed_text}/{name}/{number}", count, keeper, drawn=drawn)
        whole.accepted += tally.accepted
        whole.refused += tally.refused
        whole.drawn += tally.drawn
        whole.found += tally.found
        whole.slowest = max(whole.slowest, tally.slowest)
        whole.kilobytes = max(whole.kilobytes, tally.kilobytes)
        whole.seconds = time.monotonic() - began
        number += 1
        if time.monotonic() - last_said > 20:
            last_said = time.monotonic()
            say(f"{name}: {whole.inputs:,} of {inputs:,}, {whole.found} found, {whole.seconds:.0f} s")
    return whole


def summary(tallies: dict[str, Tally]) -> str:
    """A table, a row for each target and one for all."""
    head = ("target", "inputs", "drawn", "plans", "refused", "found", "slowest s", "MB", "s")
    lines = ["{:9}{:>11}{:>9}{:>9}{:>11}{:>7}{:>11}{:>6}{:>7}".format(*head)]
    rows = dict(tallies)
    if len(rows) > 1:
        rows["all"] = Tally(
            accepted=sum(one.accepted for one in tallies.values()),
            refused=sum(one.refused for one in tallies.values()),
            drawn=sum(one.drawn for one in tallies.values()),
            found=sum(one.found for one in tallies.values()),
            slowest=max(one.slowest for one in tallies.values()),
            kilobytes=max(one.kilobytes for one in tallies.values()),
            seconds=sum(one.seconds for one in tallies.values()),
        )
    lines += [
        f"{name:9}{one.inputs:11,}{one.drawn:9,}{one.accepted:9,}{one.refused:11,}{one.found:7,}"
        f"{one.slowest:11.2f}{one.kilobytes / 1_000:6.0f}{one.seconds:7.0f}"
        for name, one in rows.items()
    ]
    return "\n".join(lines)
