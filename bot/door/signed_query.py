"""The parameters that the platform puts behind the address of a push, and their signatures.

A signature is the SHA-1 of its parts sorted and joined without a separator (消息推送 in the
platform's documentation), so digits could wander from one part into the next: each part is therefore
held to its exact form. Comparing takes the same time wherever the first difference lies. Whether a
nonce was seen before says nothing, and nothing is kept of it: the platform may repeat one, and a push
sent twice counts once by its key.
"""

import hashlib
import re
from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import unquote_plus

from bot.message import ClockOff, NotFromWeChat

QUERY_LIMIT = 1_024
"""Characters; a real one has some 250."""
WINDOW_SECONDS = 300

_TIMESTAMP = re.compile(r"[1-9][0-9]{9}")
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SIGNATURE = re.compile(r"[0-9a-f]{40}")


def parse(query: str) -> dict[str, str]:
    """The parameters of a query string. Raises NotFromWeChat where it is too long or a name comes twice."""
    if len(query) > QUERY_LIMIT:
        raise NotFromWeChat("query")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    parameters = {name: value for name, _, value in pairs}
    if "%" in query or "+" in query:
        parameters = {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}
    if len(parameters) < len(pairs):
        raise NotFromWeChat("query")
    return parameters


class Signatures:
    """Checks and makes the signatures of one account."""

    def __init__(self, token: str) -> None:
        self._token = token.encode("ascii")

    def sign(self, *parts: bytes) -> bytes:
        """The signature over the token and these parts, 40 hexadecimal digits."""
        return hashlib.sha1(b"".join(sorted([self._token, *parts]))).hexdigest().encode("ascii")

    def verify(self, parameters: Mapping[str, str], name: str, *content: bytes) -> None:
        """Hold the signature called `name` against timestamp, nonce and content. Raises NotFromWeChat."""
        given = parameters.get(name, "")
        timestamp, nonce = parameters.get("timestamp", ""), parameters.get("nonce", "")
        if not (_SIGNATURE.fullmatch(given) and _TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce)):
            raise NotFromWeChat("signature")
        expected = self.sign(timestamp.encode("ascii"), nonce.encode("ascii"), *content)
        if not compare_digest(expected, given.encode("ascii")):
            raise NotFromWeChat("signature")


def hold_to_window(parameters: Mapping[str, str], received_at: int) -> None:
    """Raise ClockOff where the verified timestamp is outside the window around `received_at`.

    `received_at` is ms UTC of the machine's real clock, never the application's.
    """
    skew = int(parameters["timestamp"]) - received_at // 1_000
    if abs(skew) > WINDOW_SECONDS:
        raise ClockOff(skew)
