"""`python -m bench.broadcast_kills`: a notice to thousands of people, its sender killed every second (THREATS F20).

SIGKILL goes to the sender at random instants. When all is over nobody may have been left out: each person has the notice,
or is listed as `unknown` for somebody to ask. Nobody may have it twice, for a notice is never sent again blindly; and there
are no more unknown ones than were in the senders' hands when they were killed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.assistant import Assistant
from bench.crowd import Platform, office_with_notice, quick_platform, sender_of
from bench.servers import Failed

# What a sender has in its hands for each of its threads (bot/sending/sender.py); a kill leaves at most so many in doubt.
_WORKERS = 4
IN_HAND = 8 * _WORKERS
_LEASE_SECONDS = 5
_SETTLED_WITHIN_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the run found; `got` is how many messages each person received, `statuses` how their rows stand."""

    people: int
    kills: int
    got: Counter[int]
    statuses: Mapping[int, str]

    @property
    def skipped(self) -> list[int]:
        """Who has neither got the notice nor is listed."""
        return [one for one in range(self.people) if not self.got[one] and self.statuses.get(one) != "unknown"]

    @property
    def repeated(self) -> list[int]:
        """Who got it more than once."""
        return [one for one, count in self.got.items() if count > 1]

    @property
    def unlisted(self) -> list[int]:
        """Whose row says neither that it was sent nor that nobody knows."""
        return [one for one in range(self.people) if self.statuses.get(one) not in ("sent", "confirmed", "unknown")]

    @property
    def unknown(self) -> int:
        """How many are listed as unknown."""
        return sum(status == "unknown" for status in self.statuses.values())

    @property
    def clean(self) -> bool:
        """Whether all is as it must be."""
        in_hands = self.kills * IN_HAND
        return not (self.skipped or self.repeated or self.unlisted) and self.unknown <= in_hands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 0 where the verdict is clean and there were kills."""
    parser = argparse.ArgumentParser(prog="python -m bench.broadcast_kills", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000, help="whom the notice is for")
    parser.add_argument("--every", type=float, default=1.0, help="mean seconds between two kills")
    parser.add_argument("--seed", type=int, default=None, help="of the instants of the kills; random unless given")
    parser.add_argument("--folder", help="where the data folder is made")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="hexi-kills-", dir=given.folder) as name:
            verdict = _run(Path(name), given.people, given.every, random.Random(given.seed))
    except Failed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(
        f"{verdict.kills} kills; of {verdict.people} people {len(verdict.got)} got the notice, {verdict.unknown} are "
        f"listed as unknown; skipped {len(verdict.skipped)}, twice {len(verdict.repeated)}, "
        f"unlisted {len(verdict.unlisted)}"
    )
    return 0 if verdict.clean and verdict.kills else 1


def _run(folder: Path, people: int, every: float, chance: random.Random) -> Verdict:
    with quick_platform(folder, delay_ms=5) as platform:
        assistant = office_with_notice(
            folder, platform, people, workers=str(_WORKERS), lease_seconds=str(_LEASE_SECONDS)
        )
        kills = _kill_while_it_sends(assistant, platform, folder, people, every, chance)
        statuses = _settled(assistant, folder)
        return Verdict(people, kills, platform.received().people, statuses)


def _kill_while_it_sends(
    assistant: Assistant, platform: Platform, folder: Path, people: int, every: float, chance: random.Random
) -> int:
    """Kill the sender about every `every` seconds of its sending until nearly all is sent; returns how often."""
    kills, before = 0, 0
    while before < people * 0.9:
        sender = sender_of(assistant, folder)
        sender.start()
        _wait_for_more(platform, before)
        time.sleep(chance.uniform(0.4, 1.6) * every)
        sender.kill()
        kills += 1
        before = platform.received().people.total()
    return kills


def _wait_for_more(platform: Platform, than: int) -> None:
    ends_at = time.monotonic() + _SETTLED_WITHIN_SECONDS
    while platform.received().people.total() <= than:
        if time.monotonic() > ends_at:
            raise Failed("a sender that was started sends nothing")
        time.sleep(0.02)


def _settled(assistant: Assistant, folder: Path) -> Mapping[int, str]:
    """Let a last sender finish; how each person's row stands then."""
    sender = sender_of(assistant, folder)
    sender.start()
    try:
        ends_at = time.monotonic() + _SETTLED_WITHIN_SECONDS
        while True:
            rows = [row for row in assistant.ledger("delivery") if str(row["person"]).startswith("住户")]
            statuses = {int(str(row["person"]).removeprefix("住户")): str(row["status"]) for row in rows}
            if rows and not {"due", "claimed"} & set(statuses.values()):
                return statuses
            if time.monotonic() > ends_at:
                raise Failed(f"rows are still open: {Counter(statuses.values())}\n{sender.last_words()}")
            time.sleep(1.0)
    finally:
        sender.stop()


if __name__ == "__main__":
    sys.exit(main())
