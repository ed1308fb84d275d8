"""A template message of the account: which template it is and how our words fill its fields.

A category template fails as a whole where one value breaks its field's type, so each is cut to what its
field holds (knowledge/template_fields.py), between words: half a name or half a time would be read as another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.template_fields import PLACEHOLDER, type_of
from knowledge.times import from_ms

# So much of a message of one line is its title; every field of free words holds it.
_TITLE_LENGTH = 20
_GAPS = re.compile(r"[\s\x00-\x1f\x7f]+")
# What can be said shorter before anything is cut off: 1月21日（周五）, 永茂社区6号楼2单元301 (永茂6-2-301).
_WEEKDAY = re.compile(r"(?<=日)（周[一二三四五六日]）")
_DOOR = re.compile(r"(?:社区)?(\d{1,3})号楼(\d{1,2})单元(\d{1,4})")
# Where words may be parted: never inside a name, a time or a number.
_BETWEEN = "｜，。；、：！？,;!? —"
_CLOSES, _OPENS = "」）】》〕", "「（【《〔"


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """`values` gives each field its words.

    {text} stands for the message, {title} for its first line, {rest} for what follows, {date} and {time} for
    now in Asia/Shanghai.
    """

    template_id: str
    values: Mapping[str, str]

    def fill(self, text: str, now: int) -> dict[str, str]:
        """The values of one message; a field that would be too long ends in an ellipsis."""
        moment = from_ms(now)
        title, rest = _halves(text.strip())
        words = {
            "{text}": text,
            "{title}": title,
            "{rest}": rest,
            "{date}": f"{moment:%Y-%m-%d}",
            "{time}": f"{moment:%H:%M}",
        }
        return {field: _fit(field, _insert(pattern, words)) for field, pattern in self.values.items()}


def _halves(text: str) -> tuple[str, str]:
    """Title and rest of a message. Neither is empty where the message is not: the platform refuses empty values.

    The title is as much of the first line as a field holds; what it does not hold begins the rest, nothing falls between.
    """
    line, _, behind = text.partition("\n")
    if len(line) > _TITLE_LENGTH:
        line = _shorter(line)
    if len(line) <= _TITLE_LENGTH:
        return line, behind.strip() or line
    end = _end_of_words(line, _TITLE_LENGTH, _TITLE_LENGTH // 4)
    return line[:end].rstrip(_BETWEEN), f"{line[end:]}\n{behind}".strip(_BETWEEN + "\n")


def _end_of_words(value: str, longest: int, shortest: int) -> int:
    """The last place between two lengths where words end; inside long words before their figures, else just there."""
    for end in range(longest, shortest, -1):
        if value[end] in _BETWEEN + _OPENS or value[end - 1] in _BETWEEN + _CLOSES:
            return end
    end = longest
    while end > 1 and _is_figure(value[end - 1]) and _is_figure(value[end]):
        end -= 1
    return end if end > 1 else longest


def _shorter(words: str) -> str:
    return _DOOR.sub(r"\1-\2-\3", _WEEKDAY.sub("", words))


def _is_figure(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign in ":-.")


def _insert(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with its words; what the message says is never read as a pattern again."""
    return PLACEHOLDER.sub(lambda found: words[found.group()], pattern)


def _fit(field: str, value: str) -> str:
    value = _GAPS.sub(" ", value).strip()
    kind = type_of(field.removesuffix(".DATA"))
    if kind is None or kind.longest is None or len(value) <= kind.longest:
        return value
    value = _shorter(value)
    if len(value) <= kind.longest:
        return value
    return value[: _end_of_words(value, kind.longest - 1, kind.longest * 3 // 4)].rstrip(_BETWEEN) + "…"
