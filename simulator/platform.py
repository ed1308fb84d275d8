"""The state of the stand-in: one account with its people, tokens, templates, tags, menus, media and QR codes.

All of it is in memory and changed under `lock`, by the API's endpoints, the people's actions and the
control door, which then call `keep`: with a keeper (simulator.keeping) it is on disk too.
"""

import itertools
import threading
from collections import Counter, deque
from collections.abc import Mapping
from typing import Protocol

from simulator.account import Account
from simulator.clock import SECOND, Clock, Errands
from simulator.delivery import Route
from simulator.errors import ApiError
from simulator.faults import Faults
from simulator.holdings import MassJob, Media, Menus, Report, SceneCode, Settings
from simulator.people import Person, draw_openid
from simulator.quotas import Quotas
from simulator.records import Call, Channel, Seen
from simulator.template import Template
from simulator.tokens import Tokens

_RECENT_BUBBLES = 5_000
_RECENT_CALLS = 5_000


class Keeper(Protocol):
    """Where all of it is kept beyond the end of the process."""

    def save(self, platform: "Platform") -> None:
        """Write what has changed."""

    def keep_bubble(self, seen: Seen) -> None:
        """Write a bubble."""

    def keep_media(self, media: Media) -> None:
        """Write a file."""

    def forget_bubbles(self) -> None:
        """Forget all chats."""

    def close(self) -> None:
        """End."""


class Platform:
    """One account on the stand-in's platform."""

    def __init__(self, account: Account, route: Route, clock: Clock) -> None:
        self.account = account
        self.clock = clock
        self.settings = Settings(route)
        self.errands = Errands(clock)
        self.lock = threading.RLock()
        self.news = threading.Condition(self.lock)
        self.numbers = itertools.count(1)
        self.people: dict[str, Person] = {}
        self.tokens = Tokens()
        self.quotas = Quotas()
        self.faults = Faults()
        self.templates: dict[str, Template] = {}
        self.tags: dict[int, str] = {}
        self.menus = Menus()
        self.media: dict[str, Media] = {}
        self.codes: dict[str, SceneCode] = {}
        self.sent_once: dict[tuple[str, str], tuple[int, int]] = {}  # (openid, client_msg_id): (when, msgid)
        self.mass_jobs: dict[int, MassJob] = {}
        self.mass_speed = 0
        self.reports: dict[int, Report] = {}
        self.keeper: Keeper | None = None
        self.calls: deque[Call] = deque(maxlen=_RECENT_CALLS)
        self.counts: Counter[str] = Counter()
        self.recent: deque[Seen] = deque(maxlen=_RECENT_BUBBLES)
        self.base_url = ""
        self.closing = False

    def add_person(self, name: str = "", openid: str = "", hint: str = "", follows: bool = True) -> Person:
        """A new person (a follower from the start was so silently), or a known one with new name and hint."""
        with self.lock:
            person = self.people.get(openid)
            if person is None:
                person = Person(openid or draw_openid(), follows=follows)
                person.followed_at = self.clock.now() if follows else 0
                self.people[person.openid] = person
            person.name, person.hint = name or person.name, hint or person.hint
            self.news.notify_all()
            self.keep()
            return person

    def person(self, openid: object) -> Person:
        """Whom an API call names. Raises ApiError 40003 for somebody who never met this account."""
        person = self.people.get(openid) if isinstance(openid, str) else None
        if person is None:
            raise ApiError(40003)
        return person

    def show(
        self,
        person: Person,
        channel: Channel,
        kind: str,
        text: str,
        details: Mapping[str, object] | None = None,
    ) -> Seen:
        """Put a bubble into a person's chat."""
        with self.news:
            seen = Seen(next(self.numbers), self.clock.now(), person.openid, channel, kind, text, details or {})
            person.chat.append(seen)
            self.recent.append(seen)
            if self.keeper:
                self.keeper.keep_bubble(seen)
            self.news.notify_all()
            return seen

    def add_media(self, media: Media) -> None:
        """Have a file under its media id."""
        with self.lock:
            self.media[media.media_id] = media
            if self.keeper:
                self.keeper.keep_media(media)

    def move_clock(self, wanted: int, *, tokens_live_on: bool) -> int:
        """Let it be `wanted` (ms UTC); returns what it is then.

        A clock that is moved on ends the tokens by it, as two hours would, unless they `live_on`.
        """
        with self.lock:
            if tokens_live_on:
                self.tokens.live_on(max(0, wanted - self.clock.now()))
            return self.clock.move_to(wanted)

    def keep(self) -> None:
        """Something has changed; called under the lock."""
        if self.keeper:
            self.keeper.save(self)

    def forget(self) -> None:
        """Forget chats, calls and faults; people, tokens and settings stay."""
        with self.lock:
            self.faults.clear()
            self.calls.clear()
            self.counts.clear()
            self.recent.clear()
            for person in self.people.values():
                person.chat.clear()
            if self.keeper:
                self.keeper.forget_bubbles()

    def bubbles(self, after: int, openid: str = "", wait: float = 0.0) -> list[Seen]:
        """The bubbles with a higher id, of one person or all; waits so many seconds for the first."""

        def found() -> list[Seen]:
            source = self.people[openid].chat if openid else self.recent
            newest_first = itertools.takewhile(lambda seen: seen.id > after, reversed(source))
            return list(newest_first)[::-1]

        with self.news:
            self.news.wait_for(lambda: found() or self.closing, timeout=wait)
            return found()

    def log(self, call: Call) -> None:
        """Remember an API call."""
        with self.lock:
            self.calls.append(call)
            self.counts[call.path] += 1

    def later(self) -> int:
        """The moment at which what is sent now will be reported as delivered."""
        return self.clock.now() + round(self.settings.event_delay * SECOND)

    def close(self) -> None:
        """End the errands and let whoever waits for news go."""
        with self.news:
            self.closing = True
            self.news.notify_all()
        self.errands.close()
        with self.lock:
            self.keep()
            if self.keeper:
                self.keeper.close()
                self.keeper = None
