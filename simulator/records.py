"""What the stand-in remembers and tells: bubbles in a chat, what became of a push, the bot's API calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Channel = Literal["said", "reply", "custom", "template", "subscribe", "mass", "failure"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One bubble. `at` is the stand-in's clock in ms UTC; `said` is the person's own, all else came to them.

    `failure` is the platform's notice that the account's service does not work.
    """

    id: int
    at: int
    openid: str
    channel: Channel
    kind: str
    text: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery of a push: HTTP status (None: none came), time taken, what was wrong ("": nothing)."""

    status: int | None
    seconds: float
    problem: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a push.

    `reply` is the bot's answer as text, "" where there was none to show; `seen` is what the person sees,
    which is the platform's failure notice when nothing acceptable came; `delivered` says that the bot
    accepted the push.
    """

    reply: str
    delivered: bool
    tries: int
    status: int | None
    seconds: float
    seen: str
    kind: str
    problem: str
    msg_id: int | None
    created: int
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One API call of the bot. `path` is without /cgi-bin/; `fault` is the kind that struck it, if any."""

    id: int
    at: int
    path: str
    openid: str
    status: int
    errcode: int
    fault: str
    request: object
