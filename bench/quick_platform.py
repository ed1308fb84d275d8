"""`python -m bench.quick_platform PORT DELAY_MS`: a platform that takes every message at once, or after a delay.

In a process of its own and as quick as may be, so that what is measured is the sender. It remembers who got how many
messages; `GET /bench` tells that as JSON, and `GET /bench/reached` only how many people it is, which takes it no time.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from typing import cast

import uvloop

_TO = re.compile(rb'"touser":\s*"([^"]+)"')
_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_TAKEN = json.dumps(
    {"errcode": 0, "errmsg": "ok", "msgid": 1, "access_token": "token", "expires_in": 7200}
).encode()


class Received:
    """What has come so far; moments are seconds of the host's clock that never jumps."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.people: Counter[str] = Counter()
        self.first = self.last = 0.0

    def note(self, openid: str) -> None:
        """A message for somebody."""
        self.last = time.monotonic()
        self.first = self.first or self.last
        self.people[openid] += 1

    def reached(self) -> bytes:
        """How many people got something."""
        return str(len(self.people)).encode()

    def told(self) -> bytes:
        """All of it as JSON."""
        whole = {"first": self.first, "last": self.last, "people": self.people}
        return json.dumps(whole).encode()


class Connection(asyncio.Protocol):
    """One connection: requests one after the other."""

    _transport: asyncio.Transport

    def __init__(self, received: Received) -> None:
        self._received = received
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has come."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class only does all that one does

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._pending, 0, end)
            stop = end + 4 + (int(length[1]) if length else 0)
            if len(self._pending) < stop:
                return
            request, self._pending = self._pending[:stop], self._pending[stop:]
            self._answer(request)

    def _answer(self, request: bytes) -> None:
        if request.startswith(b"GET /bench/reached"):
            self._say(self._received.reached())
        elif request.startswith(b"GET /bench"):
            self._say(self._received.told())
        elif to := _TO.search(request):
            self._received.note(to[1].decode())
            if self._received.delay:
                asyncio.get_running_loop().call_later(self._received.delay, self._say, _TAKEN)
            else:
                self._say(_TAKEN)
        else:
            self._say(_TAKEN)

    def _say(self, body: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def serve(port: int, delay: float) -> None:
    """Listen on loopback until the process is ended."""
    received = Received(delay)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(received), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
