"""Faults on demand, to see what the bot makes of them."""

import itertools
import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, get_args

FaultKind = Literal["errcode", "status", "html", "timeout", "slow", "refuse", "reset", "revoke"]
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)


@dataclass(slots=True)
class Fault:
    """One fault for the calls of an endpoint.

    errcode: answer this errcode (`code`, -1 by default).
    status: answer this HTTP status (`code`, 502 by default) with a page of the proxy's.
    html: answer 200 with an HTML page.
    timeout: say nothing for `seconds` and drop the connection.
    slow: answer properly after `seconds`.
    refuse: drop the connection before anything is done.
    reset: reset the connection.
    revoke: let all tokens be worthless, which the call then meets.

    `done` says that the call is carried out before the fault strikes. `left` is how often it still strikes,
    None for ever. `endpoint` is a path without /cgi-bin/, or a pattern such as `message/*`.
    """

    id: int
    endpoint: str
    kind: FaultKind
    code: int
    seconds: float
    done: bool
    left: int | None


class Faults:
    """The faults that are waiting; the oldest that fits strikes."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def add(
        self,
        endpoint: str,
        kind: FaultKind,
        *,
        code: int | None = None,
        seconds: float = 30.0,
        done: bool | None = None,
        times: int | None = 1,
    ) -> Fault:
        """Put a fault on an endpoint. Raises ValueError for a kind that there is not."""
        if kind not in KINDS:
            raise ValueError(f"no fault is called {kind!r}; there are {', '.join(KINDS)}")
        if code is None:
            code = 502 if kind == "status" else -1
        if done is None:
            done = kind in ("timeout", "reset", "slow")
        fault = Fault(next(self._numbers), endpoint, kind, code, seconds, done, times)
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, path: str) -> Fault | None:
        """The fault that strikes this call, if any; it is counted down."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults:
                if fnmatchcase(path, fault.endpoint):
                    if fault.left is not None:
                        fault.left -= 1
                        if fault.left <= 0:
                            self._faults.remove(fault)
                    return fault
        return None

    def waiting(self) -> tuple[Fault, ...]:
        """All that may still strike."""
        with self._lock:
            return tuple(self._faults)

    def clear(self) -> None:
        """Take all away."""
        with self._lock:
            self._faults.clear()
