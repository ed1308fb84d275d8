"""What the rounds gave, and the table of it."""

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.load import Measured
from bench.servers import Server

CONNECTIONS = (16, 64)
GOAL = 0.85
_FIRST_GUESS_PER_SECOND = 1500.0


@dataclass(slots=True)
class Side:
    """One of the two that are compared: its server and what its rounds gave, by connections."""

    server: Server
    expect_echo: bool
    rounds: dict[int, list[Measured]] = field(default_factory=dict)
    cpu_ms: dict[int, list[float]] = field(default_factory=dict)  # processor time a push
    busy: dict[int, list[float]] = field(default_factory=dict)  # cores in use
    guess: float = _FIRST_GUESS_PER_SECOND

    def median(self, connections: int, figure: str) -> float:
        """The median of the rounds of a figure of Measured."""
        return statistics.median(float(getattr(measured, figure)) for measured in self.rounds[connections])


def fsync_ms(folder: Path, times: int = 40) -> float:
    """Median milliseconds to bring 4 KiB to the disk of the data folder: no commit can undercut it."""
    took = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(times):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def table(sides: Sequence[Side]) -> str:
    """Medians of the rounds of each side, the echo first, and the ratio of the others to it.

    Behind the ratio stand the lowest and the highest of neighbouring rounds: how quiet the machine was.
    """
    lines = [
        f"{'':>14} {'connections':>11} {'pushes/s':>9} {'lowest':>7} {'highest':>7} {'p50 ms':>7} "
        f"{'p99 ms':>7} {'CPU ms/push':>11} {'cores':>5} {'generator':>9}  ratio"
    ]
    for connections in CONNECTIONS:
        lines += [_figures(side, connections) + _ratio(side, sides[0], connections) for side in sides]
    return "\n".join(lines)


def _figures(side: Side, connections: int) -> str:
    rates = [measured.rate for measured in side.rounds[connections]]
    cpu_ms, busy = statistics.median(side.cpu_ms[connections]), statistics.median(side.busy[connections])
    p50, p99 = side.median(connections, "p50_ms"), side.median(connections, "p99_ms")
    generator = side.median(connections, "generator_cpu_share")
    return (
        f"{side.server.name:>14} {connections:>11} {statistics.median(rates):9.0f} {min(rates):7.0f} "
        f"{max(rates):7.0f} {p50:7.1f} {p99:7.1f} {cpu_ms:11.3f} {busy:5.2f} {generator:9.2f}  "
    )


def _ratio(side: Side, echo: Side, connections: int) -> str:
    if side is echo:
        return ""
    ratio = side.median(connections, "rate") / echo.median(connections, "rate")
    pairs = [
        ours.rate / theirs.rate
        for ours, theirs in zip(side.rounds[connections], echo.rounds[connections], strict=True)
    ]
    return f"{ratio:.2f} ({min(pairs):.2f} to {max(pairs):.2f})" + " below the goal" * (ratio < GOAL)
