"""`serve`, `worker`, `scheduler`: the processes of an installation (INTERFACES 4).

`serve` migrates the database, answers pushes, and by default sends and keeps the clock too; the others wait for the
schema.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import structlog

from bot.server import WebServer
from commands.failpoints import AcknowledgeBeforeCommit
from commands.processor import keep_to_one_processor
from commands.wiring import (
    Installation,
    build_clock,
    build_desk,
    build_sender,
    build_web,
    open_installation,
    open_ledger,
)
from knowledge.settings import Settings
from ledger import Ledger, schema
from ledger.sealer import Sealer

_LOOK_EVERY_SECONDS = 1.0
_SAY_EVERY_SECONDS = 30.0

log = structlog.get_logger(__name__)


class Part(Protocol):
    """A part of the house that runs in threads of its own."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> object:
        """End, what is in hand finished."""


def serve(settings: Settings, *, web_only: bool) -> None:
    """Run the web server until SIGTERM; raises CannotListen, BadConfig, BadKeys, WrongSchema."""
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
    web = WebServer(
        build_web(house, account, answer),
        settings.server.host,
        settings.server.port,
        lambda reason: house.metrics.refused[reason].inc(),
    )
    parts: list[Part] = [] if web_only else [build_sender(house, account), build_clock(house), Sealer(ledger)]
    web.stop_on_signals()
    for part in parts:
        part.start()
    log.info("serving", host=settings.server.host, port=web.port)
    try:
        web.run()
    finally:
        _stop(parts, ledger)


def work(settings: Settings) -> None:
    """Run the sender alone until SIGTERM."""
    account = settings.require_account()
    _run_alone(settings, lambda house: [build_sender(house, account)])


def keep_time(settings: Settings) -> None:
    """Run the scheduler (and the audit trail's sealer) alone until SIGTERM."""
    _run_alone(settings, lambda house: [build_clock(house), Sealer(house.ledger)])


def wait_for_schema(ledger: Ledger) -> None:
    """Wait until `serve` has brought the database to this program's schema."""
    said = 0.0
    while not schema.is_current(ledger.engine):
        if time.monotonic() - said > _SAY_EVERY_SECONDS:
            said = time.monotonic()
            sys.stderr.write("waiting for the database's schema: start `serve` once to bring it up to date\n")
        time.sleep(_LOOK_EVERY_SECONDS)


def _run_alone(settings: Settings, parts_of: Callable[[Installation], list[Part]]) -> None:
    ledger = open_ledger(settings)
    wait_for_schema(ledger)
    parts = parts_of(open_installation(settings, ledger))
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    for part in parts:
        part.start()
    ending.wait()
    _stop(parts, ledger)


def _stop(parts: Iterable[Part], ledger: Ledger) -> None:
    """End all parts side by side, then the ledger: ten seconds for everything (INTERFACES 4)."""
    endings = [threading.Thread(target=part.stop) for part in parts]
    for ending in endings:
        ending.start()
    for ending in endings:
        ending.join()
    ledger.close()
