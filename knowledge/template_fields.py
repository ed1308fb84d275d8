"""Template messages of the account: for which purposes there may be one, and what a field of them holds.

They reach whoever has not written for 48 hours or has used up the five messages of a window. A category template
(类目模板) fails as a whole where one value breaks the type of its field, so what can be known beforehand is checked at
the start. Source of the types: the platform's document 订阅消息参数值内容限制说明, which template messages share.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# alert: somebody may be ill. task: something for staff to do. reminder: something for a resident to do or to say.
# progress: what became of somebody's matter. notice: what the office has many people told, in approved words.
PURPOSES = ("alert", "task", "reminder", "progress", "notice")

# What stands in a pattern for the message; the other two stand for the moment of sending.
WORDS = ("{text}", "{title}", "{rest}")
MOMENTS = {"{date}": "2022-01-20", "{time}": "09:00"}
PLACEHOLDER = re.compile("|".join(re.escape(name) for name in (*WORDS, *MOMENTS)))

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CLOCK = r"\d\d:\d\d"
_DAY = r"\d{4}-\d\d-\d\d"
_NAME = re.compile(r"([a-z_]+?)(\d{1,3})")
_LONGEST_WORDS = 20


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type of fields. `longest` is how many characters of free words it holds; None where it holds none."""

    holds: re.Pattern[str]
    longest: int | None = None


_FREE = FieldType(re.compile(rf".{{1,{_LONGEST_WORDS}}}"), _LONGEST_WORDS)
FIELD_TYPES = {
    "thing": _FREE,
    "const": _FREE,
    "keyword": _FREE,  # of the old templates: cut by the platform, nothing fails
    "time": FieldType(re.compile(rf"({_DAY} )?{_CLOCK}")),
    "date": FieldType(re.compile(rf"{_DAY}( {_CLOCK})?")),
    "character_string": FieldType(re.compile(r"[!-~]{1,32}")),
    "number": FieldType(re.compile(r"(?=.{1,32}$)\d+(\.\d+)?")),
    "letter": FieldType(re.compile(r"[A-Za-z]{1,32}")),
    "symbol": FieldType(re.compile(rf"[^\w\s{_HAN}]{{1,5}}")),
    "amount": FieldType(re.compile(r"[¥￥$€]?\d{1,10}(\.\d{1,2})?元?")),
    "phone_number": FieldType(re.compile(r"[\d+()-]{1,17}")),
    "car_number": FieldType(re.compile(rf"[A-Za-z0-9{_HAN}]{{1,8}}")),
    "name": FieldType(re.compile(rf"[{_HAN}·]{{1,10}}|[A-Za-z·.' -]{{1,20}}")),
    "phrase": FieldType(re.compile(rf"[{_HAN}]{{1,5}}")),
    "enum": FieldType(re.compile(r".{1,20}")),
}


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One field of a template (thing4) and the pattern of its words ({title})."""

    name: str
    pattern: str


def type_of(name: str) -> FieldType | None:
    """The type of a field by its name (thing4); None for a name that no template has."""
    found = _NAME.fullmatch(name)
    return FIELD_TYPES.get(found[1]) if found else None


def read_fields(written: Iterable[str]) -> tuple[TemplateField, ...]:
    """Fields as the configuration writes them, `thing4={title}` each.

    Raises ValueError where one is no field of a template, is there twice, or could not hold what it would be given.
    """
    fields = tuple(_read(one) for one in written)
    if len({field.name for field in fields}) < len(fields):
        raise ValueError("a field is there twice")
    return fields


def _read(written: str) -> TemplateField:
    name, _, pattern = (part.strip() for part in written.partition("="))
    kind = type_of(name)
    if kind is None:
        raise ValueError("not a field of a template")
    if kind.longest is None and any(word in pattern for word in WORDS):
        raise ValueError("a field of this type holds no free words")
    example = PLACEHOLDER.sub(lambda found: MOMENTS.get(found[0], "x"), pattern)
    if "{" in example or "}" in example or not example.isprintable() or kind.holds.fullmatch(example) is None:
        raise ValueError("more than the field holds, or nothing")
    return TemplateField(name, pattern)
