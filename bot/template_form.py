"""A template message of the account: which template it is and how our words fill its fields.

A category template fails as a whole where one value breaks its field's type, so each is cut to what its
field holds (knowledge/template_fields.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.template_fields import PLACEHOLDER, type_of
from knowledge.times import from_ms

# So much of a message of one line is its title; every field of free words holds it.
_TITLE_LENGTH = 20
_GAPS = re.compile(r"[\s\x00-\x1f\x7f]+")


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
    """Title and rest of a message. Neither is empty where the message is not: the platform refuses empty values."""
    title, _, rest = text.partition("\n")
    if rest:
        return title, rest
    return (text[:_TITLE_LENGTH], text[_TITLE_LENGTH:]) if len(text) > _TITLE_LENGTH else (text, text)


def _insert(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with its words; what the message says is never read as a pattern again."""
    return PLACEHOLDER.sub(lambda found: words[found.group()], pattern)


def _fit(field: str, value: str) -> str:
    value = _GAPS.sub(" ", value).strip()
    kind = type_of(field.removesuffix(".DATA"))
    if kind is None or kind.longest is None or len(value) <= kind.longest:
        return value
    return value[: kind.longest - 1] + "…"
