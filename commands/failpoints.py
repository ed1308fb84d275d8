"""Failpoints for kill runs: in development only, HEXI_FAILPOINT makes the server misbehave on purpose."""

import threading
import time
from collections.abc import Callable

from bot.message import Message

_DELAY_SECONDS = 0.05


class AcknowledgeBeforeCommit:
    """The mutant of the kill run: says `success` before anything is on disk. A run that misses it is blind."""

    def __init__(self, answer: Callable[[Message, Callable[[], bool]], str]) -> None:
        self._answer = answer

    def __call__(self, message: Message, hung_up: Callable[[], bool]) -> str:
        """Answer at once and book later."""
        threading.Thread(target=self._later, args=(message, hung_up), daemon=True).start()
        return ""

    def _later(self, message: Message, hung_up: Callable[[], bool]) -> None:
        time.sleep(_DELAY_SECONDS)
        self._answer(message, hung_up)
