"""How facts are said back to people in Chinese: days, symptoms, transport; the words themselves stand in YAML."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path

import yaml

from bot.turn import Turn
from knowledge.finding_words import symptoms_in_words
from knowledge.language.normalise import normalise
from knowledge.times import from_ms

_FILE = Path(__file__).parent / "words_of_facts.yaml"


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words


def word(kind: str, name: str) -> str:
    """The word for a value of a closed list (a symptom, a way of travel, a state)."""
    return _words()[kind][name]


def is_listed(kind: str, name: str) -> bool:
    """Whether a closed list has a value."""
    return name in _words()[kind]


def listed(kind: str) -> tuple[str, ...]:
    """The values of a closed list."""
    return tuple(_words()[kind])


def symptom_words(symptoms: Iterable[str]) -> str:
    """Symptoms in words; nothing said is said to be nothing said."""
    return symptoms_in_words(tuple(symptoms), partial(word, "symptom"))


@lru_cache(maxsize=256)
def day_words(day: date, today: date) -> str:
    """A day as people say it: 今天（1月20日）, 明天（1月21日）, else 1月25日（周二）."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today) // timedelta(days=1))
    named = word("day", "date").format(month=day.month, day=day.day)
    if near is not None:
        return word("day", near).format(date=named)
    return word("day", "other").format(date=named, weekday=word("weekday", str(day.isoweekday())))


def masked(phone: str) -> str:
    """A phone number with its middle hidden: 138****8000."""
    return f"{phone[:3]}****{phone[-4:]}"


def clock_words(moment: int) -> str:
    """A moment (ms UTC) as date and time of Asia/Shanghai: 1月20日 18:05."""
    when = from_ms(moment)
    return f"{word('day', 'date').format(month=when.month, day=when.day)} {when:%H:%M}"


def as_written(turn: Turn, words: str) -> str:
    """The last words of a message as they were typed (，not ,), where they can be told; else as they were read."""
    words = words.strip()
    typed = (turn.message.text or "").strip()[-len(words) :] if words else ""
    return typed if normalise(typed) == words else words
