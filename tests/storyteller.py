"""Plays the page's stories (simulator/stories) over HTTP, as the page does: the same data, so that no story can rot."""

import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from knowledge.times import from_ms, to_ms
from simulator.client import Stand
from simulator.records import Seen

DOES = ("says", "taps", "voice", "scans", "place", "follow")


@dataclass(slots=True)
class Storyteller:
    """One story on a running demonstration."""

    stand: Stand
    script: Mapping[str, Any]
    patience: float = 20.0
    values: dict[str, str] = field(default_factory=dict)
    cast: dict[str, str] = field(default_factory=dict)
    began: int = 0

    def play(self) -> None:
        """All steps; fails where something else comes than the story says."""
        self.begin()
        for step in self.script["steps"]:
            self.do_and_wait(step)

    def do_and_wait(self, step: Mapping[str, Any]) -> None:
        """One step; fails where something else comes."""
        mark = self._newest()
        self.do(step)
        for one in step["then"]:
            self.expect(one, one.get("who", step.get("who")), mark)

    def begin(self) -> None:
        """Draw what is new each time and let new people come in."""
        self.began = self._newest()
        taken = {str(person["name"]) for person in self.stand.people()}
        for name, choices in self.script.get("draw", {}).items():
            free = [each for each in choices if each not in taken] if isinstance(choices, list) else [_digits(choices)]
            self.values[name] = random.choice(free or choices)
        for who, one in self.script["cast"].items():
            openid = one.get("openid") or self.stand.person(self.fill(one["name"]), hint=one.get("hint", ""))
            self.cast[who] = openid
            if "afresh" in one and any(seen.channel == "said" for seen in self.stand.chat(openid)):
                self.stand.say(openid, one["afresh"])

    def fill(self, words: str) -> str:
        """Words with the values of this time."""
        return re.sub(r"\{(\w+)\}", lambda found: self.values.get(found[1], found[0]), words)

    def do(self, step: Mapping[str, Any]) -> None:
        """What somebody does, or the clock."""
        if "clock" in step:
            self._move(step["clock"])
            return
        who = self.cast[step["who"]]
        (how,) = (name for name in DOES if name in step)
        what = self.fill(str(step[how]))
        deeds: dict[str, tuple[str, Mapping[str, object]]] = {
            "says": ("text", {"text": what}),
            "voice": ("voice", {"recognition": what}),
            "scans": ("scancode", {"key": "SCAN", "wait": True, "result": what}),
            "place": ("location", {"label": what, "latitude": 43.617, "longitude": 122.263}),
            "follow": ("follow", {}),
        }
        action, given = deeds.get(how) or ("tap", self._choice(who, what))
        assert self.stand.act(who, action, given).delivered, f"{who} {how} {what}"

    def expect(self, one: Mapping[str, Any], who: str, mark: int) -> None:
        """Wait for what has to come, and keep of it what the story keeps."""
        sees = one["sees"] if isinstance(one["sees"], list) else [one["sees"]]
        wanted = [self.fill(words) for words in sees]
        until = time.monotonic() + self.patience
        while (seen := self._matching(who, mark, wanted)) is None:
            came = [each.text for each in self._since(who, mark)]
            assert time.monotonic() < until, f"{who} should see {wanted}, but saw {came}"
            time.sleep(0.1)
        for name, pattern in one.get("keep", {}).items():
            found = re.search(pattern, seen.text)
            assert found is not None, f"{pattern} is not in {seen.text!r}"
            self.values[name] = found[1]

    def _choice(self, openid: str, label: str) -> Mapping[str, object]:
        items: list[Mapping[str, Any]] = [
            item
            for seen in self.stand.chat(openid, after=self.began)
            if seen.kind == "msgmenu"
            for item in _items(seen)
            if item["content"] == label
        ]
        assert items, f"no line 「{label}」 to tap"
        return {"text": label, "menu_id": str(items[-1]["id"])}

    def _move(self, clock: Mapping[str, Any]) -> None:
        if "minutes" in clock:
            self.stand.advance(clock["minutes"] * 60)
            return
        now = from_ms(self.stand.advance(0))
        at = datetime.combine(now.date(), datetime.strptime(clock["to"], "%H:%M").time(), now.tzinfo)
        days = clock.get("days", 0 if at > now else 1)
        self.stand.advance((to_ms(at + timedelta(days=days)) - to_ms(now)) / 1000)

    def _matching(self, who: str, mark: int, wanted: Sequence[str]) -> Seen | None:
        return next((s for s in self._since(who, mark) if all(words in s.text for words in wanted)), None)

    def _since(self, who: str, mark: int) -> list[Seen]:
        return self.stand.inbox(self.cast[who], after=mark)

    def _newest(self) -> int:
        return max((seen.id for person in self.stand.people() for seen in self.stand.chat(person["openid"])), default=0)


def _items(seen: Seen) -> list[Mapping[str, Any]]:
    found = seen.details.get("list")
    return found if isinstance(found, list) else []


def _digits(pattern: str) -> str:
    return re.sub("#", lambda _: str(random.randrange(10)), pattern)
