"""A thread that does one thing round after round: what goes wrong in one is seen and counted, and the next is made."""

import threading
from collections.abc import Callable

import structlog

from bot.defects import trace_of
from bot.sending.outgoing_watch import OutgoingWatch
from ledger import Busy

log = structlog.get_logger(__name__)


class Rounds:
    """Started and stopped once. `once` says after how many seconds it is to be called again; after one that met a busy
    ledger or a defect, which is an alarm under the name `defect`, that is `idle_seconds`."""

    def __init__(
        self, name: str, once: Callable[[], float], *, defect: str, idle_seconds: float, watch: OutgoingWatch
    ) -> None:
        self._once = once
        self._defect = defect
        self._idle_seconds = idle_seconds
        self._watch = watch
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, patience: float) -> bool:
        """End once the round at hand is done; False where that takes longer than `patience` seconds."""
        self._stopping.set()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._round())

    def _round(self) -> float:
        try:
            return self._once()
        except Busy:
            return self._idle_seconds
        except Exception as defect:  # one defect must not end all rounds: seen, counted, tried again
            log.error(self._defect, error=type(defect).__name__, trace=trace_of(defect))
            self._watch.alarm(self._defect, type(defect).__name__)
            return self._idle_seconds
