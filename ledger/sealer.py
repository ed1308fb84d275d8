"""The sealer: chains new audit rows each second, in small transactions that keep out of the way of pushes."""

import threading
import time
from collections.abc import Callable

import structlog

from knowledge.defects import trace_of
from ledger import audit
from ledger.busy import Busy
from ledger.database import Db
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS, Ledger

EVERY_SECONDS = 1.0
STOP_SECONDS = 5.0
_PAUSE_SECONDS = 0.02
# After the stop it seals what is there, for so long at most; the next start goes on with the rest.
_LAST_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Sealer:
    """A thread that seals until it is stopped. Several processes may run one: the chain is claimed by a lock."""

    def __init__(self, ledger: Ledger, pause: Callable[[float], None] = time.sleep) -> None:
        self._ledger = ledger
        self._pause = pause
        self._stopping = threading.Event()
        self._seal_until: float | None = None
        self._thread = threading.Thread(target=self._run, name="audit-sealer", daemon=True)

    def start(self) -> None:
        """Begin to seal."""
        self._thread.start()

    def stop(self, patience: float = STOP_SECONDS) -> bool:
        """Seal what is there and end; False where that took longer than `patience` seconds."""
        self._seal_until = time.monotonic() + min(_LAST_SECONDS, patience)
        self._stopping.set()
        self._thread.join(timeout=patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            self._seal()
        self._seal()

    def _seal(self) -> None:
        """Chain all rows that wait. Whatever goes wrong: the rows are there, and the next second seals them."""
        try:
            while not self._is_over() and self._ledger.read(_has_unchained) and self._chain_some():
                self._pause(_PAUSE_SECONDS)
        except Busy as busy:
            log.warning("sealing_waits", cause=str(busy))
        except Exception as defect:  # without this thread the audit trail would stay open
            log.error("sealing_failed", error=type(defect).__name__, trace=trace_of(defect))

    def _chain_some(self) -> int:
        return self._ledger.transact(audit.chain, wait=MAINTENANCE_PATIENCE_SECONDS)

    def _is_over(self) -> bool:
        return self._seal_until is not None and time.monotonic() > self._seal_until


def _has_unchained(db: Db) -> bool:
    return audit.any_unchained(db)
