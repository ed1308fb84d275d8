"""`python -m bench.stages`: where the time of a check-in goes, in a server with a stopwatch inside.

Processor time is what limits a Python server, so that column adds up to the whole: what no stage accounts
for is the web server, its sockets and the change of threads. Wall time tells what is waited for. The watch
itself costs some of the speed, so the rate here is no figure to quote.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bench.account import Account
from bench.assistant import Assistant
from bench.load import Job
from bench.rehearsal import people_needed, rehearse
from bench.rounds import CheckIns
from bench.servers import HOST, Failed
from bench.sink import listening
from bench.talk import Pusher, bind, generate
from bench.timed_serve import STAGES, TIMES_VARIABLE
from bench.words import message_ids, residents

_PEOPLE = 1_000
_PUSHES_PER_SECOND = 2_500  # more than the timed server reaches, so that no lane runs dry
_SETTLED_SECONDS = 1.2  # by then the watch has written its sums


class Sums(BaseModel):
    """What the stopwatch wrote: calls, wall ns and processor ns of each stage, and stages it did not find."""

    model_config = ConfigDict(frozen=True)
    stages: dict[str, tuple[int, int, int]]
    absent: tuple[str, ...]

    def since(self, before: "Sums") -> dict[str, tuple[int, int, int]]:
        """What was added after `before`."""
        return {
            label: (calls - was[0], wall - was[1], cpu - was[2])
            for label, (calls, wall, cpu) in self.stages.items()
            for was in (before.stages.get(label, (0, 0, 0)),)
        }


def measure(folder: Path, *, connections: int, seconds: float, database_url: str = "") -> str:
    """The table of one round with the stopwatch; raises Failed. `folder` must not hold a data folder yet."""
    account = Account.invent()
    ids = message_ids(account)
    times = folder / "stages.json"
    with listening() as sink:
        assistant = Assistant.prepare(
            account,
            folder,
            sink.port,
            database_url=database_url,
            more={TIMES_VARIABLE: str(times)},
            module="bench.timed_serve",
        )
        try:
            assistant.server.start()
            assistant.server.wait_until_ready()
            people = residents(_PEOPLE + people_needed())
            bind(assistant, people, ids)
            actors = people[: people_needed()]
            rehearsed = rehearse(assistant, actors, Pusher(account, assistant.server.port, ids))
            check_ins = CheckIns(people[people_needed() :], rehearsed, ids)
            planned = check_ins.plan(connections, int(seconds * _PUSHES_PER_SECOND))
            before, cpu = _settled(times), assistant.server.cpu_seconds()
            measured = generate(
                Job(
                    host=HOST,
                    port=assistant.server.port,
                    account=account,
                    seconds=seconds,
                    lanes=planned.orders(),
                )
            )
            cpu = assistant.server.cpu_seconds() - cpu
            sums = _settled(times)
        finally:
            assistant.server.stop()
    pushes = sum(len(lane) for lane in measured.outcomes)
    return table(sums.since(before), pushes, cpu, sums.absent, connections)


def table(
    added: dict[str, tuple[int, int, int]],
    pushes: int,
    cpu_seconds: float,
    absent: Sequence[str],
    connections: int,
) -> str:
    """The stages in the order of a message, in µs a push, and what is left of the processor time."""
    lines = [
        f"where the time of {pushes} pushes at {connections} connections went, µs a push",
        f"{'processor':>10} {'wall':>8} {'calls':>6}  stage, without the stages inside it",
    ]
    left = cpu_seconds * 1e6 / pushes
    for label, _ in STAGES:
        calls, wall, cpu = added.get(label, (0, 0, 0))
        if calls:
            left -= cpu / 1e3 / pushes
            lines.append(
                f"{cpu / 1e3 / pushes:10.0f} {wall / 1e3 / pushes:8.0f} {calls / pushes:6.1f}  {label}"
            )
    lines.append(f"{left:10.0f} {'':>8} {'':>6}  web server, sockets, change of threads, everything else")
    lines.append(f"{cpu_seconds * 1e6 / pushes:10.0f} {'':>8} {'':>6}  together")
    lines += [f"not found in this build, so part of what surrounds it: {target}" for target in absent]
    return "\n".join(lines)


def _settled(times: Path) -> Sums:
    time.sleep(_SETTLED_SECONDS)
    return Sums.model_validate(json.loads(times.read_text()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one round and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("--connections", type=int, default=16, help="pushes in flight")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of the round")
    parser.add_argument(
        "--database-url", default="", help="an empty PostgreSQL instead of the embedded database"
    )
    parser.add_argument("--folder", help="where the data folder is made")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="hexi-stages-", dir=given.folder) as name:
            print(
                measure(
                    Path(name),
                    connections=given.connections,
                    seconds=given.seconds,
                    database_url=given.database_url,
                )
            )
    except Failed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
