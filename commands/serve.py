"""`serve`, `worker`, `scheduler`: the processes of an installation (INTERFACES 4).

`serve` migrates the database, answers pushes, and by default sends and keeps the clock too; the others wait for the
schema.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

import structlog

from bot.door.server import WebServer
from commands.failpoints import AcknowledgeBeforeCommit
from commands.log_lines import log_in_lines, log_level
from commands.processor import collect_less_often, keep_to_one_processor
from commands.rehearsal import Rehearsal
from commands.wiring import (
    Installation,
    build_clock,
    build_desk,
    build_outgoing,
    build_web,
    open_installation,
    open_ledger,
)
from knowledge.language.place_names import place_names
from knowledge.settings import Settings
from ledger import Ledger, schema
from ledger.sealer import Sealer

_LOOK_EVERY_SECONDS = 1.0
_SAY_EVERY_SECONDS = 30.0
# Everything has ten seconds to end (INTERFACES 4), of which the process itself needs a moment.
_END_SECONDS = 9.0
_NOTICE_SECONDS = 0.1

log = structlog.get_logger(__name__)


class Part(Protocol):
    """A part of the house that runs in threads of its own."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> object:
        """End, what is in hand finished."""


class Ending:
    """The end of a process: begun by a signal, for all parts at the same moment, and over in time whatever hangs."""

    def __init__(self) -> None:
        # No threading.Event: a signal's handler could find its lock held by the very thread that it interrupted.
        self._by: float | None = None

    def begin(self) -> None:
        """From now on everything ends. May be called from a signal's handler, and more than once."""
        if self._by is None:
            self._by = time.monotonic() + _END_SECONDS

    def wait(self) -> None:
        """Wait until it begins."""
        while self._by is None:
            time.sleep(_NOTICE_SECONDS)

    def begin_on_signals(self, stop: Callable[[], None] = lambda: None) -> None:
        """SIGTERM and SIGINT begin it and call `stop`. To be called from the main thread."""

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self.begin()
            stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, on_signal)

    def finish(self, *steps: Callable[[], object]) -> bool:
        """Run the steps side by side while there is time; what hangs ends with the process. False where something does.

        Nothing is lost by that: whatever runs here is made to be killed (THREATS F7).
        """
        threads = [threading.Thread(target=step, daemon=True) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, (self._by or 0.0) - time.monotonic()))
        finished = not any(thread.is_alive() for thread in threads)
        if not finished:
            log.warning("ended_unfinished")
        return finished


def serve(settings: Settings, *, web_only: bool) -> None:
    """Run the web server until SIGTERM; raises CannotListen, BadConfig, BadKeys, WrongSchema."""
    log_in_lines(log_level(settings))
    account = settings.require_account()
    if settings.server.one_processor:
        keep_to_one_processor()
    ledger = open_ledger(settings)
    if web_only:
        wait_for_schema(ledger)
    else:
        schema.migrate(ledger.engine)
    house = open_installation(settings, ledger)
    desk = build_desk(house)
    answer = AcknowledgeBeforeCommit(desk.answer) if settings.failpoint == "ack_before_commit" else desk.answer
    rehearsal = Rehearsal(house) if settings.rehearsal else None
    web = WebServer(
        build_web(house, account, rehearsal.watching(answer), rehearsal.mount)
        if rehearsal
        else build_web(house, account, answer),
        settings.server.host,
        settings.server.port,
        lambda reason: house.metrics.refused[reason].inc(),
    )
    parts: list[Part] = [] if web_only else [*build_outgoing(house, account), build_clock(house), Sealer(ledger)]
    place_names()  # so that the first message does not wait for the index
    collect_less_often()
    ending = Ending()
    ending.begin_on_signals(web.stop)
    with _at_work(parts, ledger, ending):
        log.info("serving", host=settings.server.host, port=web.port)
        web.run()


def work(settings: Settings) -> None:
    """Run the sender (and what tags the staff's accounts) alone until SIGTERM."""
    account = settings.require_account()
    _run_alone(settings, lambda house: [*build_outgoing(house, account)])


def keep_time(settings: Settings) -> None:
    """Run the scheduler (and the audit trail's sealer) alone until SIGTERM."""
    _run_alone(settings, lambda house: [build_clock(house), Sealer(house.ledger)])


def wait_for_schema(ledger: Ledger) -> None:
    """Wait until `serve` has brought the database to this program's schema."""
    said = -_SAY_EVERY_SECONDS
    while not schema.is_current(ledger.engine):
        if time.monotonic() - said > _SAY_EVERY_SECONDS:
            said = time.monotonic()
            log.warning("waiting for the database's schema: start `serve` once to bring it up to date")
        time.sleep(_LOOK_EVERY_SECONDS)


def _run_alone(settings: Settings, parts_of: Callable[[Installation], list[Part]]) -> None:
    log_in_lines()
    if settings.server.one_processor:
        keep_to_one_processor()
    ledger = open_ledger(settings)
    wait_for_schema(ledger)
    parts = parts_of(open_installation(settings, ledger))
    collect_less_often()
    ending = Ending()
    ending.begin_on_signals()
    with _at_work(parts, ledger, ending):
        ending.wait()


@contextmanager
def _at_work(parts: Sequence[Part], ledger: Ledger, ending: Ending) -> Iterator[None]:
    """The parts at work; when the ending begins they stop side by side, while the web server still answers."""

    stopped: list[bool] = []

    def stop_all() -> None:
        ending.wait()
        stopped.append(ending.finish(*(part.stop for part in parts)))

    for part in parts:
        part.start()
    stopping = threading.Thread(target=stop_all, daemon=True)
    stopping.start()
    try:
        yield
    finally:
        ending.begin()
        stopping.join()
        if stopped == [True]:  # else somebody still uses it, and the end of the process closes it
            ending.finish(ledger.close)
