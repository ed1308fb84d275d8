"""The open lines of a lane (bot/sending/lane.py): which are free, which are being opened, on which something has come.

All of it is for the lane's own thread, but for `ring`. To open a line takes a thread for as long as it takes.
"""

import selectors
import socket
import threading
from collections import deque
from typing import Protocol

import structlog

from bot.sending.fates import SendError
from bot.sending.line import Line

log = structlog.get_logger(__name__)


class Exchange(Protocol):
    """Where lines come from; what is needed of bot.client.OfficialAccount."""

    def take_line(self) -> Line | None:
        """One that is open; None where one has to be opened, or something else to be asked first."""

    def open_line(self) -> Line:
        """One that is opened now, and all else is there that it takes to send a text on it. Raises SendError."""

    def give_back(self, line: Line) -> None:
        """One that is not needed any more."""


class Lines:
    """At most `most` lines, in use or being opened."""

    def __init__(self, exchange: Exchange, most: int) -> None:
        self._exchange = exchange
        self._most = most
        self._free: list[Line] = []
        self._in_use: set[Line] = set()
        self._opening = 0
        # As threads have opened them; None where there is nobody at the other end, or no token.
        self._opened: deque[Line | None] = deque()
        self._is_closed = False
        self._selector = selectors.DefaultSelector()
        self._bell, self._hears_bell = socket.socketpair()
        self._bell.setblocking(False)
        self._hears_bell.setblocking(False)
        self._selector.register(self._hears_bell, selectors.EVENT_READ, None)

    def ring(self) -> None:
        """Let `wait` return. From any thread; never waits."""
        try:
            self._bell.send(b"!")
        except OSError:
            return  # it has been rung often enough, or all is over

    def take(self, waiting: int) -> Line | None:
        """A line for a message; None where there is none yet. Then one is opened for each of the messages that wait."""
        while self._free:
            line = self._free.pop()
            if not line.is_dead():
                self._in_use.add(line)
                return line
            self._close(line)
        if len(self._in_use) + self._opening >= self._most:
            return None
        if (taken := self._exchange.take_line()) is not None:
            self._watch(taken)
            self._in_use.add(taken)
            return taken
        for _ in range(min(self._most - len(self._in_use), waiting) - self._opening):
            self._opening += 1
            threading.Thread(target=self._open, name="sender-line", daemon=True).start()
        return None

    def release(self, line: Line) -> None:
        """A line's answer has come: it is free for the next message, if it is of any use."""
        self._in_use.discard(line)
        if line.stays_open:
            self._free.append(line)
        else:
            self._close(line)

    def hang_up(self, line: Line) -> None:
        """Nobody waits for an answer on this line any more."""
        self._in_use.discard(line)
        self._close(line)

    def take_over(self) -> int:
        """Take the lines that were opened meanwhile; returns how many could not be."""
        failed = 0
        while self._opened:
            line = self._opened.popleft()
            self._opening -= 1
            if line is None:
                failed += 1
            else:
                self._watch(line)
                self._free.append(line)
        return failed

    def wait(self, seconds: float) -> list[Line] | None:
        """The lines in use on which something has come; waits so long for that or for the bell. None where nothing came."""
        heard: list[Line] = []
        events = self._selector.select(seconds)
        for key, _ in events:
            if key.data is None:
                self._hears_bell.recv(4096)
            elif key.data in self._in_use:
                heard.append(key.data)
            else:  # the other end has hung up while nothing was asked
                self._free.remove(key.data)
                self._close(key.data)
        return heard if events else None

    def give_back(self) -> None:
        """Leave the free lines to others."""
        while self._free:
            line = self._free.pop()
            self._selector.unregister(line.connection)
            line.wait(True)
            self._exchange.give_back(line)

    def close(self) -> None:
        """All is over; no line is in use any more."""
        self._is_closed = True
        self.take_over()
        self.give_back()
        self._selector.close()
        self._bell.close()
        self._hears_bell.close()

    def _open(self) -> None:
        """A thread that opens a line."""
        line: Line | None = None
        try:
            line = self._exchange.open_line()
        except SendError as error:
            log.info("no_line", error=str(error))
        finally:
            self._opened.append(line)
            self.ring()
        if self._is_closed and line is not None:
            line.close()

    def _watch(self, line: Line) -> None:
        line.wait(False)
        self._selector.register(line.connection, selectors.EVENT_READ, line)

    def _close(self, line: Line) -> None:
        self._selector.unregister(line.connection)
        line.close()
