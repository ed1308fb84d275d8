"""`python -m bench.kill_run`: the assistant is killed every second or two, and nothing may be lost.

SIGKILL goes to the whole process group at random instants, sometimes while it starts. Residents push over
it, each message up to three times as the platform does. After the last start the referee compares: what was
acknowledged is on record exactly once, with its alert, its audit row and its message; then pushes are
repeated and must change nothing.

`--mutant` starts the server so that it acknowledges before it commits (HEXI_FAILPOINT, development only):
the run then succeeds only if the referee reports losses. A referee that never complains proves nothing.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.account import Account
from bench.assistant import Assistant
from bench.last_look import last_look
from bench.referee import Verdict
from bench.rehearsal import people_needed, rehearse, rehearse_fever, rehearse_return
from bench.residents_at_work import Script, Street
from bench.servers import Failed, Server
from bench.sink import Sink, listening
from bench.talk import Pusher, bind, bind_staff
from bench.words import MEDICAL_GROUP, Resident, message_ids, openid_of, residents, words

MUTANT = {"HEXI_ENVIRONMENT": "development", "HEXI_FAILPOINT": "ack_before_commit"}
# Among how many kills one comes while the server still starts.
_ONE_KILL_AT_START_IN = 6
_FINDINGS_SHOWN = 12
_MOST_PEOPLE = 17_000


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    seconds: float
    every: float
    clients: int
    people: int
    seed: int
    mutant: bool
    database_url: str
    folder: str | None


class Killer:
    """Kills and restarts one server until the time is over."""

    def __init__(self, server: Server, every: float, chance: random.Random) -> None:
        self._server = server
        self._every = every
        self._chance = chance
        self.kills = 0
        self.kills_at_start = 0
        self.ended_early = False

    def generation(self) -> int:
        """How often the server has been killed so far."""
        return self.kills

    def work(self, street: Street, seconds: float) -> None:
        """Kill about every `every` seconds of uptime; ends early when nobody pushes any more."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if street.deserted:
                self.ended_early = True
                return
            time.sleep(self._chance.uniform(0.4, 1.6) * self._every)
            self._restart()
            if self._chance.randrange(_ONE_KILL_AT_START_IN) == 0:
                time.sleep(self._chance.uniform(0.0, 1.0))
                self.kills_at_start += 1
                self._restart()
            self._server.wait_until_ready()

    def _restart(self) -> None:
        self._server.kill()
        self.kills += 1
        self._server.start()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 0 where the verdict is clean, with --mutant where it is not."""
    options = _options(arguments)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="hexi-kill-run-", dir=options.folder) as name,
            listening() as sink,
        ):
            return _run(options, Path(name), sink)
    except Failed as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m bench.kill_run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seconds", type=float, default=120.0, help="how long people push and the killer kills"
    )
    parser.add_argument(
        "--every", type=float, default=1.0, help="mean seconds between ready and the next kill"
    )
    parser.add_argument("--clients", type=int, default=12, help="pushes in flight at most")
    parser.add_argument(
        "--people", type=int, default=0, help="residents; by default as many as the time may need"
    )
    parser.add_argument(
        "--seed", type=int, default=None, help="of the instants of the kills; random unless given"
    )
    parser.add_argument("--mutant", action="store_true", help="acknowledge before the commit: must be caught")
    parser.add_argument(
        "--database-url", default="", help="an empty PostgreSQL instead of the embedded database"
    )
    parser.add_argument("--folder", help="where the data folder is made")
    given = parser.parse_args(arguments)
    return Options(
        seconds=given.seconds,
        every=given.every,
        clients=given.clients,
        people=given.people or min(_MOST_PEOPLE, 500 + int(100 * given.seconds)),
        seed=given.seed if given.seed is not None else random.randrange(1_000_000),
        mutant=given.mutant,
        database_url=given.database_url,
        folder=given.folder,
    )


def _run(options: Options, folder: Path, sink: Sink) -> int:
    account = Account.invent()
    ids = message_ids(account)
    assistant = Assistant.prepare(account, folder, sink.port, database_url=options.database_url)
    server = assistant.server
    try:
        server.start()
        server.wait_until_ready()
        actors = people_needed() + 2
        people = residents(options.people + actors)
        script = _prepare(assistant, people, actors, ids)
        if options.mutant:
            server.stop()
            server.environment = {**server.environment, **MUTANT}
            server.start()
            server.wait_until_ready()
        killer = Killer(server, options.every, random.Random(options.seed))
        street = Street(account, server.port, people[actors:], script, ids, killer.generation)
        print(
            f"{len(people)} people bound; pushes and kills for {options.seconds:g} s (seed {options.seed})",
            flush=True,
        )
        street.open(options.clients)
        try:
            killer.work(street, options.seconds)
        finally:
            street.close()
        apart = {resident.name for resident in people[:actors]}
        verdict = last_look(assistant, street.history, apart, options.clients, ids)
        return _report(options, killer, street, sink, verdict)
    finally:
        server.stop()


def _prepare(assistant: Assistant, people: Sequence[Resident], actors: int, ids: Iterator[int]) -> Script:
    """Bind everybody and find out, with the first of them, how each filing is talked through."""
    bind(assistant, people, ids)
    pusher = Pusher(assistant.account, assistant.server.port, ids)
    community = words().community
    bind_staff(assistant, openid_of("medical"), "group_member", MEDICAL_GROUP, words().medical, pusher)
    bind_staff(assistant, openid_of("grid"), "grid_worker", f"{community}/1网格", words().grid_worker, pusher)
    wordings = people_needed()
    return Script(
        check_in=rehearse(assistant, people[:wordings], pusher),
        fever_confirmations=rehearse_fever(assistant, people[wordings], pusher),
        return_report=rehearse_return(assistant, people[actors - 1], pusher),
    )


def _report(options: Options, killer: Killer, street: Street, sink: Sink, verdict: Verdict) -> int:
    pushes = len(street.history)
    alerts = Counter(sink.sent)
    again = sum(count - 1 for count in alerts.values())
    print(
        f"{killer.kills} kills, {killer.kills_at_start} of them while it started; {pushes} messages, "
        f"{pushes - verdict.acknowledged} of them never answered; "
        f"{verdict.filings_acknowledged} filings acknowledged; {len(alerts)} messages left for staff, "
        f"{again} of them once more"
    )
    if killer.ended_early:
        print("the residents ran out before the time: more --people or fewer --seconds")
    for name, findings in (("lost", verdict.lost), ("doubled", verdict.doubled), ("torn", verdict.torn)):
        for finding in findings[:_FINDINGS_SHOWN]:
            print(f"  {name}: {finding}")
        if len(findings) > _FINDINGS_SHOWN:
            print(f"  {name}: and {len(findings) - _FINDINGS_SHOWN} more")
    print(verdict.figures())
    if not options.mutant:
        return 0 if verdict.clean and verdict.acknowledged and killer.kills else 1
    print("the mutant was caught" if verdict.lost else "the mutant was NOT caught")
    return 0 if verdict.lost else 1


if __name__ == "__main__":
    sys.exit(main())
