"""The sealer: chains new audit rows each second, in small transactions that keep out of the way of pushes."""

import threading
import time
from collections.abc import Callable

import structlog

from ledger import audit
from ledger.busy import Busy
from ledger.database import Db
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS, Ledger

EVERY_SECONDS = 1.0
_PAUSE_SECONDS = 0.02

log = structlog.get_logger(__name__)


class Sealer:
    """A thread that seals until it is stopped. Several processes may run one: the chain is claimed by a lock."""

    def __init__(self, ledger: Ledger, pause: Callable[[float], None] = time.sleep) -> None:
        self._ledger = ledger
        self._pause = pause
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="audit-sealer", daemon=True)

    def start(self) -> None:
        """Begin to seal."""
        self._thread.start()

    def stop(self) -> None:
        """Seal what is there and end."""
        self._stopping.set()
        self._thread.join(timeout=MAINTENANCE_PATIENCE_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            self._seal()
        self._seal()

    def _seal(self) -> None:
        try:
            while self._ledger.read(_has_unchained) and self._ledger.transact(
                audit.chain, wait=MAINTENANCE_PATIENCE_SECONDS
            ):
                self._pause(_PAUSE_SECONDS)
        except Busy as busy:
            log.warning("sealing_waits", cause=str(busy))  # the rows are there; the next second seals them


def _has_unchained(db: Db) -> bool:
    return audit.any_unchained(db)
