"""The way to the assistant's rehearsal door, which explains its side and keeps the one clock; asked where it is on.

The stand-in knows of it what any platform could: that it is at the same host and port as the address of the bot.
"""

import http.client
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any
from urllib.parse import urlencode, urlsplit

from simulator.clock import SECOND
from simulator.platform import Platform

_PATIENCE = 90.0  # a move over many days lets many jobs run
_LOOK_PATIENCE = 5.0
OUT_OF_REACH = resources.files("simulator").joinpath("out_of_reach.txt").read_text(encoding="utf-8").strip()


class OutOfReach(Exception):
    """The assistant does not answer, or has no rehearsal door; the text is for whoever plays."""


def ask(platform: Platform, path: str, query: Mapping[str, str] | None = None, body: object = None) -> tuple[int, Any]:
    """Status and JSON of a path below /rehearsal/; with a body it is a post. Raises OutOfReach."""
    address = urlsplit(platform.settings.route.bot_url)
    method, patience = ("GET", _LOOK_PATIENCE) if body is None else ("POST", _PATIENCE)
    connection = http.client.HTTPConnection(address.hostname or "", address.port or 80, timeout=patience)
    try:
        connection.request(
            method,
            f"/rehearsal/{path}" + (f"?{urlencode(query)}" if query else ""),
            None if body is None else json.dumps(body),
            {"Content-Type": "application/json"},
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        raise OutOfReach(OUT_OF_REACH) from None
    finally:
        connection.close()


def time_there(platform: Platform) -> int:
    """What the assistant's clock shows (ms UTC). Raises OutOfReach."""
    return _moment(*ask(platform, "clock"))


def move_both(platform: Platform, wanted: int) -> int:
    """Let it be `wanted` (ms UTC) for both, never earlier than it is there already; returns what it is then.

    Raises OutOfReach, and nothing has moved.
    """
    missing = max(0, wanted - time_there(platform))
    now = _moment(*ask(platform, "clock", body={"forward_seconds": -(-missing // SECOND)}))
    return platform.move_clock(now, tokens_live_on=True)


def _moment(status: int, answer: Any) -> int:
    if status != http.client.OK:
        raise OutOfReach(OUT_OF_REACH)
    return int(answer["now_ms"])
