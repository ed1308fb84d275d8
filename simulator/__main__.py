"""`python -m simulator`: starts the stand-in in the foreground and prints its address."""

import argparse
import errno
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from simulator import account, reports
from simulator.api import mass
from simulator.clock import Clock
from simulator.control import read_moment
from simulator.control.switches import read_template
from simulator.delivery import Route
from simulator.fields import Fields
from simulator.keeping import Keeper
from simulator.people import read_introductions
from simulator.platform import Platform
from simulator.server import Server


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT; 2 where the settings cannot be used."""
    given = _parser().parse_args(arguments)
    try:
        platform = _platform(given)
        server = _listen(platform, given.port)
    except (ValueError, OSError, TypeError) as wrong:
        print(f"simulator: {wrong}", file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    # Queued work is normal when many talk at once.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    print(server.url, flush=True)
    if given.until_eof:
        threading.Thread(target=_stop_at_eof, args=(server,), daemon=True).start()
    server.serve()
    return 0


def _listen(platform: Platform, port: int) -> Server:
    """The server on its port. Raises OSError with a clear text where it cannot be had."""
    try:
        return Server(platform, port)
    except OSError as wrong:
        platform.close()
        taken = "another program uses it" if wrong.errno == errno.EADDRINUSE else wrong.strerror
        raise OSError(f"cannot listen on port {port}: {taken}") from None


def _stop_at_eof(server: Server) -> None:
    """End when standard input does: whoever started this process is gone, however it ended."""
    while sys.stdin.buffer.read(1):
        pass
    server.stop()


def _platform(given: argparse.Namespace) -> Platform:
    route = Route(given.bot_url, given.deadline, given.pause)
    introductions = list(read_introductions(given.people)) if given.people else []
    lines = given.templates.read_text(encoding="utf-8").splitlines() if given.templates else []
    templates = [read_template(Fields(json.loads(line))) for line in lines if line.strip()]
    clock = Clock(read_moment(given.clock) if given.clock else None)
    platform = Platform(account.find(vars(given), os.environ), route, clock)
    if given.keep:
        keeper = Keeper(given.keep)
        keeper.load(platform)
        platform.keeper = keeper
        reports.resume(platform)
        mass.resume(platform)
    for person in introductions:
        platform.add_person(person.name, person.openid, person.hint, person.follows)
    platform.settings.rehearsal = given.rehearsal
    platform.templates.update({template.template_id: template for template in templates})
    return platform


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--bot-url", default="http://127.0.0.1:8000/wechat", help="where pushes go; loopback only")
    for name in ("app-id", "app-secret", "original-id", "token", "aes-key"):
        parser.add_argument(f"--{name}", default="", help="of the account; else from HEXI_WECHAT__… ")
    parser.add_argument("--mode", choices=account.MODES, default="", help="how pushes are protected; secure by default")
    parser.add_argument("--people", type=Path, help="JSON lines: name, and openid, hint, follows if wanted")
    parser.add_argument("--templates", type=Path, help="JSON lines: template_id, title, content, subscribe, choices")
    parser.add_argument("--clock", default="", help="ISO 8601 time at which the account's clock starts")
    parser.add_argument("--rehearsal", action="store_true", help="ask the assistant's /rehearsal/, and share one clock")
    parser.add_argument("--keep", type=Path, help="file in which chats, people and all else outlive the end")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input does")
    parser.add_argument("--deadline", type=float, default=5.0, help="seconds the platform waits for an answer")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two deliveries of a push")
    return parser


if __name__ == "__main__":
    sys.exit(main())
