"""Names and values of the ledger in Chinese, for whoever plays or trains (rehearsal_labels.yaml)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ledger.export.pages import masked

_FILE = Path(__file__).with_name("rehearsal_labels.yaml")


@cache
def _labels() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def word(table: str, value: str) -> str:
    """The word of a table (record, status, channel …) for a value; the value itself where there is none."""
    return str(_labels()[table].get(value, value))


def seen_words(seen: Sequence[str]) -> str:
    """How the words that decided are shown: the longest ones, single characters only where there is nothing else."""
    whole = [one for one in seen if not any(one != other and one in other for other in seen)]
    longer = [one for one in whole if len(one) > 1]
    return str(_labels()["seen"]).format(words=_labels()["joiner"].join(longer or whole))


def about(matter: str) -> str:
    """What something is about: `return_report:12` in words."""
    record, _, number = matter.partition(":")
    if not number.isdecimal():
        return word("about_words", matter)
    return str(_labels()["about"]).format(record=word("record", record), number=number)


def answering(form: str) -> str:
    """That a message came while a form was open."""
    return str(_labels()["in_form"]).format(form=form)


def nobody() -> str:
    """Whom an account without a name belongs to."""
    return str(_labels()["nobody"])


def in_chinese(fields: Mapping[str, object]) -> dict[str, str]:
    """Fields with their labels, in their order; what was not said is left out."""
    return dict(_labelled(fields))


def _labelled(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        said = _say(name, value)
        if said:
            yield word("field", name), said


def _say(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_labels()["yes_no"][value])
    if isinstance(value, Mapping):
        return _say_inner(value)
    if isinstance(value, str) and name == "about":
        return about(value)
    if isinstance(value, str):
        return masked(_labels()["value"].get(name, {}).get(value) or _moment(value) or value)
    if isinstance(value, Sequence):
        return str(_labels()["joiner"]).join(filter(None, (_say(name, one) for one in value)))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _say_inner(inner: Mapping[str, Any]) -> str:
    """A place by its name, a thing with its quantity, else each part by its label."""
    if "code" in inner and inner.get("name"):
        return str(inner["name"])
    if "item" in inner and "quantity" in inner:
        return "".join(_say(part, inner[part]) for part in ("item", "quantity", "unit") if inner.get(part) is not None)
    if "role" in inner and inner.get("scope"):
        return str(_labels()["scoped"]).format(**{part: _say(part, inner[part]) for part in ("role", "scope")})
    if tuple(inner) == ("name",):
        return str(inner["name"])
    return " ".join(f"{label} {said}" for label, said in _labelled(inner))


def _moment(text: str) -> str:
    """An ISO moment or day as people say it; nothing where it is none."""
    try:
        if len(text) == len("2022-01-20"):
            day = date.fromisoformat(text)
            return str(_labels()["date"]).format(month=day.month, day=day.day)
        if text[4:5] == "-" and text[10:11] == "T":
            at = datetime.fromisoformat(text)
            return str(_labels()["moment"]).format(month=at.month, day=at.day, time=f"{at:%H:%M}")
    except ValueError:
        pass
    return ""
