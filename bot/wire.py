"""HTTP to the platform: what happens to bytes on the way there and back, and what a broken line means.

The platform answers 200 with an errcode even where it refuses (WECHAT.md 2), so a 200 that is no JSON
object, another status and a line that breaks are told apart here: whether the call can have had an effect
decides what may be repeated (THREATS F13).
"""

import json
import logging
import re
import time
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import certifi
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProxyError

from bot.fates import Fate, SendError, fate_of

JSON = "application/json"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_ANSWER_LIMIT_BYTES = 1 << 20
_RID = re.compile(r"\s*rid:\s*([0-9A-Za-z-]{1,64})\s*$")

# At DEBUG urllib3 writes each address, and with it the token.
logging.getLogger("urllib3").setLevel(logging.INFO)


class Wire:
    """One pool of connections for all threads, a time limit on every call, JSON in and out.

    `base_url` is scheme and host without a path; plain http only to loopback, else ValueError. A proxy of the
    environment is used, except on the way to loopback.
    """

    def __init__(
        self, base_url: str, *, connections: int = 64, connect_seconds: float = 3.0, read_seconds: float = 5.0
    ) -> None:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.path.strip("/") or parts.query:
            raise ValueError("the API's address is a scheme and a host, without a path")
        if parts.scheme == "http" and host not in _LOOPBACK:
            raise ValueError("plain http only to loopback")
        self._base_url = f"{parts.scheme}://{parts.netloc}"
        self._longest_seconds = connect_seconds + read_seconds
        options: dict[str, Any] = {
            "maxsize": connections,
            "timeout": urllib3.Timeout(connect=connect_seconds, read=read_seconds),
            "retries": False,
            "ca_certs": certifi.where(),
        }
        proxy = _proxy_for(parts.scheme, host)
        self._pools = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)

    def exchange(
        self,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: bytes | None,
        content_type: str = JSON,
        *,
        asking_for_token: bool = False,
    ) -> dict[str, Any]:
        """One call: the JSON object of the answer, whose errcode is 0 or absent. Raises SendError."""
        query = f"?{urlencode(params)}" if params else ""
        headers = {"User-Agent": "hexi", "Accept": JSON}
        if body is not None:
            headers["Content-Type"] = content_type
        deadline = time.monotonic() + self._longest_seconds
        try:
            response = self._pools.urlopen(
                method.upper(),
                f"{self._base_url}{path}{query}",
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            content = _read(response, deadline)
        except (NewConnectionError, ConnectTimeoutError, ProxyError) as error:
            raise SendError(Fate.RETRY, None, f"not connected: {type(error).__name__}") from None
        except HTTPError as error:  # its text may hold the address, and so the token: only its name goes on
            raise SendError(Fate.UNKNOWN, None, f"no answer: {type(error).__name__}") from None
        return _answer(response.status, content, asking_for_token)

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._pools.clear()


def encode_json(content: object) -> bytes:
    """JSON in raw UTF-8: the platform refuses backslash-u escapes (40033) or shows them as they stand."""
    return json.dumps(content, ensure_ascii=False).encode()


def _proxy_for(scheme: str, host: str) -> str | None:
    if host in _LOOPBACK or urllib.request.proxy_bypass(host):
        return None
    return urllib.request.getproxies().get(scheme)


def _read(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    """The body; the read limit begins anew with each piece, so a trickle needs an end of its own."""
    content = bytearray()
    while piece := response.read1(65_536):  # what has come, however little: read() would wait for all of it
        content += piece
        if time.monotonic() > deadline or len(content) > _ANSWER_LIMIT_BYTES:
            response.close()
            raise SendError(Fate.UNKNOWN, None, "the answer does not end")
    response.release_conn()
    return bytes(content)


def _answer(status: int, content: bytes, asking_for_token: bool) -> dict[str, Any]:
    if status >= 500:
        raise SendError(Fate.UNKNOWN, None, f"HTTP {status}")
    if status != 200:  # the platform itself always answers 200: this is another server, or a wrong address
        raise SendError(Fate.PERM, None, f"HTTP {status}")
    try:
        answer = json.loads(content.decode("utf-8", "replace"), strict=False)
        errcode = int(answer.get("errcode", 0))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise SendError(Fate.UNKNOWN, None, "the answer is no JSON object") from None
    if errcode == 0:
        return dict(answer)
    errmsg = str(answer.get("errmsg", ""))[:300]
    rid = _RID.search(errmsg)
    fate = fate_of(errcode, errmsg, asking_for_token=asking_for_token)
    raise SendError(fate, errcode, _RID.sub("", errmsg), rid.group(1) if rid else "")
