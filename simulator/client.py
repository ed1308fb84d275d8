"""A stand-in to be held in the hand: started in a process or a thread, and asked over its control door.

with Stand.start("http://127.0.0.1:8000/wechat") as stand:
    resident = stand.person("王阿姨")
    assert stand.say(resident, "你好").reply == "您好"
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import requests

from simulator.account import Account, invent
from simulator.clock import Clock
from simulator.delivery import Route
from simulator.faults import FaultKind
from simulator.platform import Platform
from simulator.records import Attempt, Call, Outcome, Seen
from simulator.server import THREADS, Server

_START_WITHIN = 20.0
_STOP_WITHIN = 8.0
_ASK_WITHIN = 120.0  # three slow deliveries, and then some


class Stand:
    """One running stand-in. Close it, or use it as a context."""

    def __init__(self, url: str, account: Account, close: contextlib.ExitStack) -> None:
        self.url = url
        self.account = account
        self._closing = close
        self._local = threading.local()
        self._sessions: list[requests.Session] = []

    @classmethod
    def start(cls, bot_url: str = "http://127.0.0.1:1/", account: Account | None = None, **options: str) -> Self:
        """Start it in a process of its own; options as on the command line, `people="…"` for --people.

        Raises RuntimeError with what it said when it does not start.
        """
        account = account or invent()
        command = [sys.executable, "-m", "simulator", "--bot-url", bot_url]
        for name, value in options.items():
            command += [f"--{name.replace('_', '-')}", value]
        process = subprocess.Popen(
            command,
            cwd=Path(__file__).resolve().parent.parent,
            env={**os.environ, **account.environment()},
            stdout=subprocess.PIPE,
            text=True,
        )
        stack = contextlib.ExitStack()
        stack.callback(_end, process)
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        if not url:
            stack.close()
            raise RuntimeError("the stand-in did not start")
        return cls(url, account, stack)

    @classmethod
    def in_thread(
        cls,
        bot_url: str = "http://127.0.0.1:1/",
        account: Account | None = None,
        *,
        deadline: float = 5.0,
        pause: float = 0.5,
        clock_at: int | None = None,
        threads: int = THREADS,
        people: Mapping[str, str] | None = None,
    ) -> Self:
        """Start it in a thread of this process; so many `threads` answer. `people` (names by openid) are there already."""
        account = account or invent()
        platform = Platform(account, Route(bot_url, deadline, pause), Clock(clock_at))
        for openid, name in (people or {}).items():
            platform.add_person(name, openid)
        server = Server(platform, threads=threads)
        server.start()
        stack = contextlib.ExitStack()
        stack.callback(server.close)
        return cls(server.url, account, stack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it."""
        for session in self._sessions:
            session.close()
        self._closing.close()

    # People and what they do

    def person(self, name: str = "", *, openid: str = "", hint: str = "", follows: bool = True) -> str:
        """Add somebody, or rename somebody who is there; returns the openid."""
        answer = self._post("people", {"name": name, "openid": openid, "hint": hint, "follows": follows})
        return str(answer["openid"])

    def people(self) -> list[Mapping[str, Any]]:
        """Everybody, as the page shows them."""
        return list(self._get("state")["people"])

    def say(self, openid: str, text: str, **manner: object) -> Outcome:
        """Send a text and wait for what comes of it; further arguments are those of `delivery.Manner`."""
        return self.act(openid, "text", {"text": text}, **manner)

    def act(self, openid: str, action: str, given: Mapping[str, object] | None = None, **manner: object) -> Outcome:
        """Do anything of `actions.ACTIONS`: act(somebody, "click", {"key": "RETURN"})."""
        body = {"openid": openid, "action": action, "given": given or {}, "manner": manner}
        answer = self._post("push", body)
        attempts = tuple(Attempt(**attempt) for attempt in answer.pop("attempts"))
        return Outcome(**answer, attempts=attempts)

    def change(self, openid: str, **what: object) -> None:
        """Change somebody without a push: follows, blocked ("", blacklisted, refuses), consents {id: …}."""
        self._post("people/change", {"openid": openid, **what})

    # What is seen

    def chat(self, openid: str, *, after: int = 0, wait: float = 0.0) -> list[Seen]:
        """All bubbles of a chat."""
        found = self._get("news", openid=openid, after=after, wait=wait)
        return [Seen(**seen) for seen in found]

    def inbox(self, openid: str, *, after: int = 0) -> list[Seen]:
        """What came to a person: replies, customer-service and template messages, failure notices."""
        return [seen for seen in self.chat(openid, after=after) if seen.channel != "said"]

    def wait_for(
        self, openid: str, words: str = "", *, channel: str = "", after: int = 0, within: float = 30.0
    ) -> Seen:
        """The first bubble to a person with these words in it, now or soon. Raises TimeoutError."""
        ends_at = time.monotonic() + within
        while True:
            bubbles = self.chat(openid, after=after, wait=max(0.0, min(5.0, ends_at - time.monotonic())))
            for seen in bubbles:
                if seen.channel != "said" and words in seen.text and channel in ("", seen.channel):
                    return seen
            after = bubbles[-1].id if bubbles else after
            if time.monotonic() >= ends_at:
                raise TimeoutError(f"nothing with {words!r} came within {within:g} s")

    def calls(self, path: str = "", *, after: int = 0) -> list[Call]:
        """The bot's API calls, of one path (without /cgi-bin/) or all; the last 5,000 are kept."""
        return [Call(**call) for call in self._get("calls", of=path, after=after)["calls"]]

    def counts(self) -> dict[str, int]:
        """How often each path was called."""
        return dict(self._get("calls", after=1 << 62)["counts"])

    # Switches

    def fault(self, endpoint: str, kind: FaultKind = "errcode", *, times: int | None = 1, **more: object) -> None:
        """Put a fault on an endpoint; code, seconds, done as in `faults.Fault`; times=None for ever."""
        self._post("faults", {"endpoint": endpoint, "kind": kind, "times": times, **more})

    def clear_faults(self) -> None:
        """Take all faults away."""
        self._ask("DELETE", "faults")

    def revoke_tokens(self) -> None:
        """Let every access token be worthless."""
        self._post("tokens/revoke", {})

    def advance(self, seconds: float) -> int:
        """Move the clock on; returns the new moment in ms UTC."""
        return int(self._post("clock", {"advance": seconds})["now"])

    def set_clock(self, at: str, *, tokens_live_on: bool = False) -> int:
        """Let it be an ISO 8601 time (Beijing's without offset); returns it in ms UTC."""
        return int(self._post("clock", {"at": at, "tokens_live_on": tokens_live_on})["now"])

    def settings(self, **changed: object) -> Mapping[str, Any]:
        """Change settings (bot_url, deadline, pause and those of `platform.Settings`); returns all."""
        changed_to: Mapping[str, Any] = self._post("settings", changed)
        return changed_to

    def limit(self, path: str, **limits: int | None) -> None:
        """Other daily or per_minute limits of a path; None takes one away."""
        self._post("quotas", {"path": path, **limits})

    def template(
        self,
        template_id: str,
        title: str,
        content: str,
        *,
        subscribe: bool = False,
        long_term: bool = False,
        choices: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """Add a template; its content names the values: {{thing1.DATA}}."""
        lists = {key: list(values) for key, values in (choices or {}).items()}
        body = {"template_id": template_id, "title": title, "content": content, "choices": lists}
        self._post("templates", {**body, "subscribe": subscribe, "long_term": long_term})

    def codes(self) -> list[Mapping[str, Any]]:
        """The QR codes that the bot had made."""
        return list(self._get("codes"))

    def name_code(self, scene: str, name: str) -> None:
        """Say where the codes of a scene hang: the page offers them by this name."""
        self._post("codes", {"scene": scene, "name": name})

    def check(self) -> bool:
        """Check the bot's address, as the platform does when it is entered."""
        return bool(self._post("check", {})["passed"])

    def reset(self) -> None:
        """Forget chats, calls and faults."""
        self._post("reset", {})

    def _get(self, path: str, **query: object) -> Any:  # JSON
        return self._ask("GET", path, params=query)

    def _post(self, path: str, body: Mapping[str, object]) -> Any:
        return self._ask("POST", path, json=body)

    def _ask(self, method: str, path: str, **how: Any) -> Any:
        answer = self._session().request(method, f"{self.url}/_control/{path}", timeout=_ASK_WITHIN, **how)
        if answer.status_code == requests.codes.bad_request:
            raise ValueError(answer.json()["error"])
        answer.raise_for_status()
        return answer.json()

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = False  # no proxy stands between this machine and itself
            self._sessions.append(session)
        return session


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
