"""The short texts of the pages, from words.yaml; whole pages are in templates/."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated

from markupsafe import Markup
from pydantic import Field

from knowledge.strict_model import StrictModel, Words, load_model
from knowledge.times import from_ms

# Signs that nobody sees and that turn words round or hide in them (THREATS A8): shown as what they are.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb]"
)
_JOINER = "\u200d"


class Message(StrictModel):
    """A page that only says something."""

    title: Words
    text: Words


class AudienceTexts(StrictModel):
    """To whom a notice can go, as the form offers it."""

    who: dict[str, Words]
    roles: dict[str, Words]
    cases: dict[str, Words]


class Texts(StrictModel):
    """words.yaml."""

    issuer: Words
    messages: dict[str, Message]
    notices: dict[str, Words]
    faults: dict[str, Words]
    moment: Words
    today: Words
    records: dict[str, Words]
    facts: dict[str, Words]
    statuses: dict[str, Words]
    replaced: Words
    not_people: dict[str, Words]
    said: Words
    days: Annotated[str, Field(min_length=1)]
    by_telephone: Words
    jobs: dict[str, Words]
    job_states: dict[str, Words]
    clause: Words
    notice_title: Words
    notice_faults: dict[str, Words]
    kept_faults: dict[str, Words]
    audience: AudienceTexts
    reached: dict[str, Words]
    reached_hints: dict[str, Words]
    channels: dict[str, Words]


@cache
def texts() -> Texts:
    """The short texts, read once; raises BadFile."""
    return load_model(Path(__file__).with_name("words.yaml"), Texts)[0]


def marked(value: object) -> object:
    """What somebody wrote, with every hidden sign shown: applied to whatever a template puts in, before it is escaped."""
    if not isinstance(value, str) or isinstance(value, Markup) or not _HIDDEN.search(value):
        return value
    return "".join(_shown(value, place) for place in range(len(value)))


def moment(at: int | None, now: int) -> str:
    """A moment (ms UTC) as it is read: 18:05 today, 1月20日 18:05 else."""
    if at is None:
        return ""
    when, today = from_ms(at), from_ms(now)
    pattern = texts().today if when.date() == today.date() else texts().moment
    return pattern.format(month=when.month, day=when.day, clock=f"{when:%H:%M}")


def dated(at: int) -> str:
    """A moment (ms UTC) with its year, where a wrong year must not be overlooked."""
    return f"{from_ms(at):%Y-%m-%d %H:%M}"


def _shown(text: str, place: int) -> str:
    sign = text[place]
    if not _HIDDEN.fullmatch(sign):
        return sign
    if sign == _JOINER and place and unicodedata.category(text[place - 1]) in {"So", "Sk", "Mn"}:
        return sign  # inside one picture made of several
    return f"⟨U+{ord(sign):04X}⟩"
