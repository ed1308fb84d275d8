"""`python -m bench`: the full check-in through the assistant beside a bare echo, in turns, in one run.

Prints pushes a second, p50, p99 and the ratio for 16 and 64 connections, compares the ledger with what was
acknowledged, and says how much processor time a push took. Ends with 1 where the ledger does not agree.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.account import Account
from bench.assistant import Assistant
from bench.figures import CONNECTIONS, Side, fsync_ms, table
from bench.load import ACKNOWLEDGED, Job, Measured
from bench.rehearsal import Rehearsed, filed, people_needed, rehearse
from bench.rounds import CheckIns, tally
from bench.servers import HOST, Failed, reference
from bench.sink import listening
from bench.stages import measure
from bench.talk import Pusher, bind, generate
from bench.words import message_ids, residents

_WARM_UP_SECONDS = 1.0
# A round is planned for this many times what the one before it reached, so that it does not run dry.
_RESERVE = 1.5


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    rounds: int
    seconds: float
    people: int
    folder: str | None
    database_url: str
    reference_only: bool
    stages: bool
    echo_on_one_processor: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where the ledger agrees with the acknowledgements."""
    options = _options(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="hexi-bench-", dir=options.folder) as name:
            status = _measure(options, Path(name))
            if options.stages and not options.reference_only and not options.database_url:
                print(measure(Path(name) / "stages", connections=CONNECTIONS[0], seconds=options.seconds))
            return status
    except Failed as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds of each side at each number of connections"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a round")
    parser.add_argument("--people", type=int, default=10_000, help="residents who check in")
    parser.add_argument(
        "--quick", action="store_true", help="3 rounds of 2 s and 1,000 people: a look, no figure"
    )
    parser.add_argument("--folder", help="where the data folder is made: the disk that is measured")
    parser.add_argument(
        "--database-url", default="", help="an empty PostgreSQL instead of the embedded database"
    )
    parser.add_argument(
        "--echo-on-one-processor",
        action="store_true",
        help="keep the echo on one processor too, as the assistant keeps itself",
    )
    parser.add_argument("--reference-only", action="store_true", help="measure the echo alone")
    parser.add_argument("--no-stages", action="store_true", help="leave out where the time goes")
    given = parser.parse_args(arguments)
    if given.quick:
        given.rounds, given.seconds, given.people = 3, 2.0, 1_000
    return Options(
        given.rounds,
        given.seconds,
        given.people,
        given.folder,
        given.database_url,
        given.reference_only,
        not given.no_stages,
        given.echo_on_one_processor,
    )


def _measure(options: Options, folder: Path) -> int:
    account = Account.invent()
    ids = message_ids(account)
    echo = Side(reference(account, folder, one_processor=options.echo_on_one_processor), expect_echo=True)
    with listening() as sink:
        assistant = Assistant.prepare(account, folder, sink.port, database_url=options.database_url)
        sides = [echo] if options.reference_only else [echo, Side(assistant.server, expect_echo=False)]
        try:
            for side in sides:
                side.server.start()
            for side in sides:
                side.server.wait_until_ready()
            people = residents(options.people + people_needed())
            if options.reference_only:
                rehearsed = Rehearsed(0, 0)
            else:
                print(f"binding {len(people)} people …", flush=True)
                bind(assistant, people, ids)
                rehearsed = rehearse(
                    assistant, people[: people_needed()], Pusher(account, assistant.server.port, ids)
                )
            check_ins = CheckIns(people[people_needed() :], rehearsed, ids)
            _run_rounds(options, account, sides, check_ins)
            _print_conditions(options, folder, check_ins)
            print(table(sides))
            return 0 if options.reference_only else _compare_ledger(assistant, check_ins)
        finally:
            for side in sides:
                side.server.stop()


def _run_rounds(options: Options, account: Account, sides: Sequence[Side], check_ins: CheckIns) -> None:
    for connections in CONNECTIONS:
        for side in sides:
            _one_round(account, side, check_ins, connections, _WARM_UP_SECONDS)
        for _ in range(options.rounds):
            for side in sides:
                cpu, began = side.server.cpu_seconds(), time.monotonic()
                measured = _one_round(account, side, check_ins, connections, options.seconds)
                cpu, took = side.server.cpu_seconds() - cpu, time.monotonic() - began
                pushes = sum(len(lane) for lane in measured.outcomes)
                side.rounds.setdefault(connections, []).append(measured)
                side.cpu_ms.setdefault(connections, []).append(cpu / pushes * 1000)
                side.busy.setdefault(connections, []).append(cpu / min(took, measured.seconds))


def _one_round(
    account: Account, side: Side, check_ins: CheckIns, connections: int, seconds: float
) -> Measured:
    """One window on one side. The echo gets check-ins like the assistant's; they just file nothing."""
    planned = check_ins.plan(connections, int(side.guess * seconds * _RESERVE) + connections)
    measured = generate(
        Job(
            host=HOST,
            port=side.server.port,
            account=account,
            seconds=seconds,
            lanes=planned.orders(),
            expect_echo=side.expect_echo,
        )
    )
    if not side.expect_echo:
        check_ins.book(planned, measured)
    bad = {name: count for name, count in measured.counted().items() if name not in ACKNOWLEDGED}
    if bad:
        print(f"{side.server.name}, {connections} connections: not acknowledged {bad}", flush=True)
    if not measured.in_window:
        raise Failed(f"{side.server.name} acknowledged nothing:\n{side.server.last_words()}")
    side.guess = measured.rate
    return measured


def _print_conditions(options: Options, folder: Path, check_ins: CheckIns) -> None:
    first, again = 1 + check_ins.rehearsed.first, 1 + check_ins.rehearsed.again
    print(
        f"{os.cpu_count()} cores; {options.rounds} rounds of {options.seconds:g} s, medians; "
        f"{len(check_ins.people)} people; pushes for a check-in: {first}, for one more that day: {again}; "
        f"an fsync here takes {fsync_ms(folder):.2f} ms"
    )


def _compare_ledger(assistant: Assistant, check_ins: CheckIns) -> int:
    result = tally(check_ins, filed(assistant))
    print(
        f"check-ins acknowledged {result.acknowledged}, on record {result.on_record}, "
        f"missing {result.missing}, surplus {result.surplus}"
    )
    return 0 if result.agrees else 1


if __name__ == "__main__":
    sys.exit(main())
