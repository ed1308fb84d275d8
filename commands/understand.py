"""`understand`: what the assistant reads in texts, one JSON object a line (INTERFACES.md 4 and 5).

It needs neither secrets nor a database, and reads a text as the first message of somebody who has no form open.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from commands.errors import Refused
from knowledge.language.reading import STAFF, Reading, read, why
from knowledge.plan import the_plan
from knowledge.settings import BadConfig
from knowledge.strict_yaml import BadFile
from knowledge.times import SHANGHAI


class Asked(BaseModel):
    """One text: when it was sent (in Asia/Shanghai where it has no offset; now where it is left out) and by whom."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    now: datetime | None = None
    role: str | None = None


def understand(source: TextIO, out: TextIO, *, explain: bool) -> None:
    """Print a reading for each line of `source`, in order and at once. Raises Refused for a line that is no text,
    and where config or plan are wrong."""
    try:
        the_plan()
    except (BadConfig, BadFile) as wrong:
        raise Refused(" ".join(str(wrong).split())) from None
    for line in readings(source, datetime.now(SHANGHAI), explain=explain):
        out.write(f"{line}\n")
        out.flush()


def readings(lines: Iterable[str], now: datetime, *, explain: bool = False) -> Iterator[str]:
    """The line of JSON for each line; `now` (aware) is when a text was sent that does not say. Raises Refused."""
    for number, line in enumerate(lines, start=1):
        asked = _asked(line.rstrip("\r\n"), number)
        yield json.dumps(_shown(asked, read(asked.text, _sent(asked, now), asked.role), explain), ensure_ascii=False)


def _sent(asked: Asked, now: datetime) -> datetime:
    if asked.now is None:
        return now
    return asked.now.replace(tzinfo=SHANGHAI) if asked.now.tzinfo is None else asked.now.astimezone(SHANGHAI)


def _asked(line: str, number: int) -> Asked:
    """What a line asks: an object, or the line itself as a text."""
    if not line.lstrip().startswith("{"):
        return Asked(text=line)
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return Asked(text=line)  # somebody wrote a brace
    if isinstance(given.get("text"), str):
        given["text"] = given["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character
    try:
        return Asked.model_validate(given)
    except ValidationError as invalid:
        complaint = invalid.errors(include_url=False)[0]
        where = ".".join(map(str, complaint["loc"]))
        raise Refused(
            f'line {number}: {where}: {complaint["msg"].lower()}; write {{"text": "…", "now": "2022-01-20T09:00:00+08:00"}}'
        ) from None


def _shown(asked: Asked, found: Reading, explain: bool) -> dict[str, object]:
    shown: dict[str, object] = {
        "text": asked.text,
        "intent": found.intent,
        "confidence": found.confidence,
        "slots": dict(found.slots),
    }
    if explain:
        shown["reasons"] = why(found, staff=asked.role in STAFF)._asdict()
        shown["others"] = [{"intent": intent, "confidence": confidence} for intent, confidence in found.others]
    return shown

