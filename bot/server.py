"""The web server: waitress, with the few things it needs to stand at the open door.

Sixteen threads answer; a connection only gets one when its request is complete, so slow clients hold
up nobody. What is added to waitress: a limit on the time that one request may take to arrive,
refusals without words, a request that is framed in two ways refused, an answer that still reaches the
client who is sending too much, and an end in which what is being answered is answered first. The
client's going away is noticed while its request is worked on.
"""

import errno
import logging
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from bot.connection import Channel
from bot.envelope import BODY_LIMIT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 16
CONNECTIONS = 1_000
FILES = 4_096
IDLE_SECONDS = 20
HEADER_LIMIT = 16 * 1_024
DRAIN_SECONDS = 6.0
"""More than a push may take (4 s for its turn, then 503), less than the nine in which all parts must end."""

WAKE_SECONDS = 0.2
"""A signal may reach another thread than the main one, which then learns of it only when it wakes up."""


class CannotListen(Exception):
    """The address cannot be had; the text is one clear line."""


class _Listener(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """Waitress' listening socket with our connections."""

    channel_class = Channel

    def __init__(
        self, application: "WSGIApplication", listening: socket.socket, refused: Callable[[str], None]
    ) -> None:
        self.refused = refused
        self.draining = False
        self.sockets: dict[int, object] = {}
        settings = Adjustments(
            sockets=[listening],
            threads=THREADS,
            ident=None,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=2,
            channel_request_lookahead=1,  # without it a client's going away is not noticed
            max_request_body_size=BODY_LIMIT + 1,  # waitress refuses what is equal to it
            max_request_header_size=HEADER_LIMIT,
            asyncore_use_poll=True,  # select() fails from file 1,024 on
            clear_untrusted_proxy_headers=False,  # nobody trusts them, but that there was a proxy matters
            log_socket_errors=False,
        )
        address = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(application, self.sockets, True, listening, adj=settings, sockinfo=address, bind_socket=False)

    def maintenance(self, now: float) -> None:
        """Close connections that were idle too long, or whose request takes too long to arrive."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.close_if_late(now)


class WebServer:
    """Serves one WSGI application on one address."""

    def __init__(
        self,
        application: "WSGIApplication",
        host: str,
        port: int,
        refused: Callable[[str], None] = lambda reason: None,
    ) -> None:
        """Bind to the address (port 0: a free one). Raises CannotListen.

        `refused` is told "too_large" or "http" when a request never reaches the application.
        """
        _allow_files()
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each request that waits
        listening = _bind(host, port)
        self.port: int = listening.getsockname()[1]
        self._listener = _Listener(application, listening, refused)
        self._stopping = threading.Event()

    def run(self) -> None:
        """Serve until `stop`, then answer what has been asked, at most for some seconds."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=WAKE_SECONDS, use_poll=True, map=self._listener.sockets, count=1)
        self._drain()

    def stop(self) -> None:
        """Let `run` come to its end. May be called from any thread and from a signal's handler."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._listener.pull_trigger()

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT call `stop`. To be called from the main thread."""

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)

    def _drain(self) -> None:
        listener = self._listener
        listener.draining = True
        wasyncore.dispatcher.close(listener)  # its own close() would break the threads that still answer
        deadline = time.monotonic() + DRAIN_SECONDS
        while listener.active_channels and time.monotonic() < deadline:
            for channel in list(listener.active_channels.values()):
                channel.close_if_unused()
            wasyncore.loop(timeout=0.05, use_poll=True, map=listener.sockets, count=1)
        listener.task_dispatcher.shutdown(timeout=1)
        if not listener.task_dispatcher.threads:  # else one still answers, and the end of the process closes
            wasyncore.close_all(listener.sockets)


def _allow_files() -> None:
    """Let this process open a file for each connection, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _bind(host: str, port: int) -> socket.socket:
    """A socket bound to the address; of several that a name has, the IPv4 one. Raises CannotListen."""
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
        except OSError:
            listening.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"cannot listen on {place}: another program uses this port") from None
        raise CannotListen(f"cannot listen on {place}: {error.strerror or error}") from None
    return listening
