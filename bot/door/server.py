"""The web server: an event loop (uvloop) that minds the connections, and threads that answer (docs/decisions/0010).

A thread gets a request only when it is complete, so slow clients hold up nobody. Beside that it needs a few things to
stand at the open door: a limit on the connections, on what is sent and on the time that it takes; refusals without
words; and an end in which what is being answered is answered first.
"""

import asyncio
import contextlib
import errno
import resource
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvloop

from bot.door.answering import Answering
from bot.door.connection import Connection
from bot.door.request import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

THREADS = 16
CONNECTIONS = 1_000
FILES = 4_096
DRAIN_SECONDS = 6.0
"""More than a push may take (4 s for its turn, then 503), less than the nine in which all parts must end."""

_BACKLOG = 1_024
_NOTICE_SECONDS = 0.2
"""So often the loop looks whether it is to end. A signal's handler may do no more than say so."""
_DRAIN_LOOK_SECONDS = 0.05
_THREADS_END_SECONDS = 1.0


class CannotListen(Exception):
    """The address cannot be had; the text is one clear line."""


class WebServer:
    """Serves one WSGI application on one address."""

    def __init__(
        self,
        application: "WSGIApplication",
        host: str,
        port: int,
        refused: Callable[[str], None] = lambda reason: None,
        threads: int = THREADS,
    ) -> None:
        """Bind to the address (port 0: a free one). Raises CannotListen.

        So many `threads` answer. `refused` is told "too_large" or "http" when a request never reaches the application.
        """
        _allow_files()
        self._listening = _bind(host, port)
        self.port: int = self._listening.getsockname()[1]
        self.refused = refused
        self.environ: WSGIEnvironment = {"SERVER_NAME": host, "SERVER_PORT": str(self.port)}
        self._application = application
        self._threads = threads
        self._connections: set[Connection] = set()
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._answering: Answering

    def run(self) -> None:
        """Serve until `stop`, then answer what has been asked, at most for some seconds."""
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve())

    def stop(self) -> None:
        """Let `run` come to its end. May be called from any thread and from a signal's handler."""
        self._stopping = True
        if self._loop is not None:
            self._send(self._woken.set)

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT call `stop`. To be called from the main thread."""

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)

    # What the connections tell.

    def arrived(self, connection: Connection) -> bool:
        """A connection is there; False where it is one too many."""
        self._connections.add(connection)
        return len(self._connections) <= CONNECTIONS

    def left(self, connection: Connection) -> None:
        """It is gone."""
        self._connections.discard(connection)

    def asked(self, connection: Connection, request: Request) -> None:
        """A request is to be answered."""
        self._answering.begin(connection, request)

    async def _serve(self) -> None:
        loop = self._loop = asyncio.get_running_loop()
        self._answering = Answering(self._application, self._threads, self._send)
        server = await loop.create_server(lambda: Connection(self), sock=self._listening, backlog=_BACKLOG)
        while not self._stopping:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), _NOTICE_SECONDS)
            self._close_late_ones()
        server.close()
        await self._drain()
        self._answering.stop(_THREADS_END_SECONDS)

    async def _drain(self) -> None:
        self._answering.is_ending = True
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._connections and time.monotonic() < deadline:
            for connection in tuple(self._connections):
                connection.close_if_unused()
            await asyncio.sleep(_DRAIN_LOOK_SECONDS)
            self._close_late_ones()
        for connection in tuple(self._connections):
            connection.cut()
        await asyncio.sleep(0)

    def _close_late_ones(self) -> None:
        now = time.monotonic()
        for connection in tuple(self._connections):
            connection.close_if_late(now)

    def _send(self, call: Callable[..., None], *arguments: Any) -> None:
        assert self._loop is not None  # nothing is asked before `run`
        with contextlib.suppress(RuntimeError):  # the loop has ended, and every connection with it
            self._loop.call_soon_threadsafe(call, *arguments)


def _allow_files() -> None:
    """Let this process open a file for each connection, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _bind(host: str, port: int) -> socket.socket:
    """A socket that listens at the address; of several that a name has, the IPv4 one. Raises CannotListen."""
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if not 0 <= port <= 65_535:
        raise CannotListen(f"cannot listen on {place}: a port is a number up to 65535")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(_BACKLOG)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"cannot listen on {place}: another program uses this port") from None
        raise CannotListen(f"cannot listen on {place}: {error.strerror or error}") from None
    return listening
