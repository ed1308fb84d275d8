"""`python -m bench.broadcast`: a notice to many people beside wechatpy's client that sends one by one, in one run.

The notice was approved as an office does it; the sender (`app.py worker`) fills the outbox from it, holds it against its
approval before each message, sends and settles. Its rate is taken where the platform is, from the first message to the
last. With a delay the platform answers as the real one does over a line; the most that so many connections can do is then
their number divided by the delay.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wechatpy import WeChatClient

from bench.crowd import Platform, Received, office_with_notice, quick_platform, sender_of
from bench.servers import HOST, Failed

CONNECTIONS = 32
DELAY_MS = 50
TIMES_WECHATPY = 5.0
SHARE_OF_BOUND = 0.9
_WORDS = "【通知】核酸采样\n明天上午8点到12点，老区广场，带身份证，按楼栋下楼。"
_WITHIN_SECONDS = 180.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where everybody got the notice once."""
    parser = argparse.ArgumentParser(prog="python -m bench.broadcast", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="whom the notice is for without a delay")
    parser.add_argument("--people-with-delay", type=int, default=2_000, help="the same with one")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long wechatpy sends, before and after")
    parser.add_argument("--folder", help="where the data folder is made")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="hexi-broadcast-", dir=given.folder) as name:
            return _measure(Path(name), given.people, given.people_with_delay, given.seconds)
    except Failed as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _measure(folder: Path, people: int, people_with_delay: int, seconds: float) -> int:
    with quick_platform(folder) as platform, quick_platform(folder) as theirs:
        before = one_by_one(theirs, seconds)[0]
        ours, cpu = broadcast(folder / "without", platform, people)
        after, their_cpu = one_by_one(theirs, seconds)
        wechatpy = statistics.mean((before, after))
    with quick_platform(folder, DELAY_MS) as platform:
        delayed, delayed_cpu = broadcast(folder / "with", platform, people_with_delay)
    bound = CONNECTIONS * 1000 / DELAY_MS
    times, share = ours.rate / wechatpy, delayed.rate / bound
    print(f"{os.cpu_count()} cores, {CONNECTIONS} connections; to {people} people, with the delay to {people_with_delay}")
    print(
        f"without a delay: {ours.rate:.0f} messages/s, wechatpy one by one {wechatpy:.0f}: {times:.1f} times, "
        f"{cpu:.2f} ms of processor time each beside {their_cpu:.2f}"
        + " below the goal" * (times < TIMES_WECHATPY)
    )
    print(
        f"at {DELAY_MS} ms: {delayed.rate:.0f} messages/s of {bound:.0f} that are possible: {share:.0%}, "
        f"{delayed_cpu:.2f} ms of processor time each"
        + " below the goal" * (share < SHARE_OF_BOUND)
    )
    once = all(set(one.people.values()) == {1} for one in (ours, delayed))
    print("everybody got it once" if once else "somebody got it twice")
    return 0 if once else 1


def one_by_one(platform: Platform, seconds: float) -> tuple[float, float]:
    """Messages a second of wechatpy's own client, and ms of processor time a message."""

    class Client(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
        API_BASE_URL = f"http://{HOST}:{platform.port}/cgi-bin/"

        def fetch_access_token(self) -> Any:
            return self._fetch_access_token(f"{self.API_BASE_URL}token", {})

    client = Client("wxtest", "secret", timeout=5)
    client._http.trust_env = False
    client.message.send_text("o-0", _WORDS)
    sent, began, cpu = 0, time.monotonic(), time.process_time()
    while (took := time.monotonic() - began) < seconds:
        client.message.send_text("o-0", _WORDS)
        sent += 1
    return sent / took, (time.process_time() - cpu) * 1000 / max(sent, 1)


def broadcast(folder: Path, platform: Platform, people: int) -> tuple[Received, float]:
    """Bring a notice out to so many people; what the platform got, and ms of processor time a message. Raises Failed."""
    folder.mkdir()
    assistant = office_with_notice(folder, platform, people, workers=str(CONNECTIONS))
    sender = sender_of(assistant, folder)
    sender.start()
    try:
        begun = platform.wait_for(1, _WITHIN_SECONDS)
        cpu = sender.cpu_seconds()
        received = platform.wait_for(people, _WITHIN_SECONDS)
        sent = received.people.total() - begun.people.total()
        return received, (sender.cpu_seconds() - cpu) * 1000 / max(sent, 1)
    except Failed as error:
        raise Failed(f"{error}\n{sender.last_words()}") from None
    finally:
        sender.stop()


if __name__ == "__main__":
    sys.exit(main())
