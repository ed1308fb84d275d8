"""Conversations as tests: a transcript is played through signed, encrypted pushes to a server that runs for the test.

Nothing but the database survives between two lines. `王阿姨: words` says something; `助手: words` is what she must be
answered; `助手→李强: words` is what must reach somebody else beside. `王阿姨（点）: words` taps an answer under the newest
question. `…` in an expected text stands for anything. Lines that go on are indented further.
"""

import re
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.door.server import WebServer
from commands.wiring import Installation, build_desk, build_sender, build_web, open_installation, surroundings
from knowledge.settings import Settings, load_settings
from knowledge.times import iso, parse_moment
from ledger import Db, Ledger, people, places
from ledger.people import accounts
from ledger.statement import Statement
from scheduler.jobs import JOBS
from simulator.account import Account, invent
from simulator.client import Stand
from simulator.records import Seen

MORNING = "2022-01-20T09:00:00+08:00"
_LINE = re.compile(r"(\S+?): ?(.*)")
_PATIENCE_SECONDS = 60.0  # nothing takes so long, but a machine that is busy with other things
# A test opens hundreds of assistants for a few people: threads that nobody needs would only be started and ended.
_STAND_THREADS = 8
_WEB_THREADS = 6
_BEING_SENT = Statement(text("SELECT count(*) FROM outbox WHERE status = 'claimed'"))

# The same people everywhere: role, scope and phone of those who are known from the start.
KNOWN = {
    "王阿姨": ("resident", "永茂社区/6号楼/2单元/301", "13800001111"),
    "李强": ("grid_worker", "永茂社区/1网格", "13800002222"),
    "何医生": ("group_member", "medical", "13800003333"),
    "陈主任": ("office", "", "13800004444"),
}


@dataclass
class Talk:
    """Plays transcripts. `at` moves the clock of the platform and of the application."""

    installation: Installation
    stand: Stand
    clock: list[int]
    _seen: dict[str, int] = field(default_factory=dict)
    _openids: dict[str, str] = field(default_factory=dict)
    _set_at: float = field(default_factory=time.monotonic)

    def __call__(self, transcript: str) -> None:
        """Say and check line by line; fails with what came instead."""
        heard = ""
        for who, words in _turns(transcript):
            if who == "助手":
                assert _fits(words, heard), f"expected:\n{words}\n\ncame:\n{heard}"
            elif who.startswith("助手→"):
                self.reaches(who.removeprefix("助手→"), words)
            elif who.endswith("（点）"):
                heard = self.tap_answer(who.removesuffix("（点）"), words)
            else:
                heard = self.say(who, words)

    def say(self, who: str, words: str) -> str:
        """One push; returns what the person sees as the reply."""
        return self.stand.say(self.openid(who), words).seen

    def tap(self, who: str, words: str) -> str:
        """Tap an answer of the newest menu message that offers it; returns what the person sees as the reply."""
        openid = self.openid(who)
        self.reaches(who, f"…{words}…")
        for one in reversed(self.stand.chat(openid)):
            menu = one.details.get("list") if one.kind == "msgmenu" else None
            for item in menu if isinstance(menu, list) else []:
                if item["content"] == words:
                    return self.stand.act(openid, "tap", {"text": words, "menu_id": item["id"]}).seen
        raise AssertionError(f"nothing to tap says {words}")

    def tap_answer(self, who: str, words: str) -> str:
        """Tap an answer under the question that was just put, as soon as its menu has come; returns the reply."""
        openid = self.openid(who)
        menu = self.menu_of(who)
        assert words in menu, f"to tap there is:\n{list(menu)}"
        return self.stand.act(openid, "tap", {"text": words, "menu_id": menu[words]}).seen

    def menu_of(self, who: str) -> dict[str, str]:
        """The answers that can be tapped under the newest reply, with their ids; waits for them."""
        openid = self.openid(who)
        self.later(seconds=2)  # a menu follows the question
        for chat in self._chats(openid):
            replied = max((number for number, one in enumerate(chat) if one.channel == "reply"), default=0)
            for one in chat[replied:]:
                items = one.details.get("list") if one.kind == "msgmenu" else None
                if isinstance(items, list):
                    return {item["content"]: item["id"] for item in items}
        raise AssertionError(f"no menu followed:\n{self.stand.chat(openid)[-1].text}")

    def reaches(self, who: str, words: str) -> str:
        """Wait until something fitting reaches somebody beside the replies, and is known to have; returns it."""
        openid = self.openid(who)
        came: list[str] = []
        for chat in self._chats(openid):
            came = [one.text for one in chat if one.channel in {"custom", "template"}]
            for said in came:
                if _fits(words, said):
                    self._let_sends_end()
                    return said
        raise AssertionError(f"{who} was to get:\n{words}\n\ngot:\n" + "\n---\n".join(came))

    def _chats(self, openid: str) -> Iterator[list[Seen]]:
        """The chat now, and again as often as something has come, until patience ends."""
        until = time.monotonic() + _PATIENCE_SECONDS
        chat = self.stand.chat(openid)
        while True:
            yield chat
            left = until - time.monotonic()
            if left <= 0:
                return
            chat += self.stand.chat(openid, after=chat[-1].id if chat else 0, wait=left)

    def openid(self, who: str) -> str:
        """The account of a person; somebody new follows first."""
        if who not in self._openids:
            self._openids[who] = self.stand.person(who, openid=_openid(who))
        return self._openids[who]

    def at(self, moment: str) -> None:
        """Set both clocks (Asia/Shanghai), such as 2022-01-22T08:00."""
        self._let_sends_end()
        self.clock[0] = parse_moment(moment)
        # Their two hours are the machines': the assistant asks for another only once in a real minute.
        self.stand.set_clock(iso(self.clock[0]), tokens_live_on=True)
        self._set_at = time.monotonic()

    def later(self, **passed: float) -> None:
        """Let time pass: later(minutes=11).

        No less than has passed: the platform's clock goes on by itself, and set back it would date what is said next
        before what was said.
        """
        self._let_sends_end()
        really = int(time.monotonic() - self._set_at) + 2  # and what it takes to set it
        self.at(iso(self.clock[0] + int(max(timedelta(**passed).total_seconds(), really) * 1000)))

    def _let_sends_end(self) -> None:
        """What is being sent is settled first: a clock that leaps over its lease would have it sent once more.

        Nobody answers what they have just got so fast that the platform's own answer comes later.
        """
        until = time.monotonic() + _PATIENCE_SECONDS
        while self.installation.ledger.read(lambda db: db.value(_BEING_SENT)) and time.monotonic() < until:
            time.sleep(0.01)

    def job(self, name: str) -> int:
        """Run a job at the present moment of the application's clock."""
        job = next(one for one in JOBS if one.name == name)
        return job.run(surroundings(self.installation), self.clock[0])


@contextmanager
def talking(ledger_url: str, data_dir: Path, **environ: str) -> Iterator[Talk]:
    """A running assistant with the stand-in before it and the known people bound."""
    clock = [parse_moment(MORNING)]
    began = time.monotonic()
    account = invent("secure")
    openids = {name: _openid(name) for name in KNOWN}
    with Stand.in_thread(
        "http://127.0.0.1:1/wechat",
        account,
        clock_at=clock[0],
        threads=_STAND_THREADS,
        people={openid: name for name, openid in openids.items()},
    ) as stand:
        settings = _settings(account, stand.url, ledger_url, data_dir, environ)
        from commands.wiring import installation_keys

        ledger = Ledger(ledger_url, installation_keys(settings))
        opened = open_installation(settings, ledger)
        installation = Installation(settings, ledger, opened.house, lambda: clock[0], opened.metrics)
        answer = build_desk(installation).answer
        web = WebServer(
            build_web(installation, settings.require_account(), answer), "127.0.0.1", 0, threads=_WEB_THREADS
        )
        sender = build_sender(installation, settings.require_account())
        serving = threading.Thread(target=web.run, daemon=True)
        serving.start()
        sender.start()
        stand.settings(bot_url=f"http://127.0.0.1:{web.port}/wechat", windows=False)
        try:
            ledger.transact(lambda db: _bind_known(db, clock[0]))
            yield Talk(installation, stand, clock, _openids=openids, _set_at=began)
        finally:
            sender.stop()
            web.stop()
            serving.join(timeout=60)
            ledger.close()


def _settings(account: Account, address: str, ledger_url: str, data_dir: Path, environ: dict[str, str]) -> Settings:
    return load_settings(
        environ={
            **account.environment(),
            "HEXI_ENVIRONMENT": "development",
            "HEXI_WECHAT__API_BASE_URL": address,
            "HEXI_DATABASE__URL": ledger_url,
            "HEXI_DATA_DIR": str(data_dir),
            **environ,
        }
    )


def _bind_known(db: Db, now: int) -> None:
    for name, (role, scope, phone) in KNOWN.items():
        group = scope if role == "group_member" else None
        place_id = places.ensure(db, scope).id if role in people.PLACE_ROLES else None
        home = place_id if role == "resident" else None
        person_id = people.add(db, name=name, phone=phone, place_id=home, now=now, filed_by="test")
        accounts.bind(db, _openid(name), person_id)
        people.grant(db, person_id, role, place_id, group, now)


def _openid(name: str) -> str:
    return f"o{name.encode().hex():0<27}"[:28]


def _turns(transcript: str) -> Iterator[tuple[str, str]]:
    who, words = "", list[str]()
    first, _, rest = transcript.partition("\n")  # the first line stands behind the quotes, the others are indented
    for line in f"{first.strip()}\n{textwrap.dedent(rest)}".strip().splitlines():
        started = None if line.startswith(" ") else _LINE.fullmatch(line)
        if started is not None:
            if who:
                yield who, "\n".join(words)
            who, words = started[1], [started[2]]
        else:
            words.append(line.strip())
    yield who, "\n".join(words)


def _fits(expected: str, came: str) -> bool:
    pattern = "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", expected))
    return re.fullmatch(pattern, came, re.DOTALL) is not None
