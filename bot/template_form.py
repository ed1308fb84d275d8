"""A template message of the account: which template it is and how our words fill its fields (WECHAT.md 2.4).

A category template fails as a whole where one value breaks its field's type, so each is cut to what its
field holds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.times import from_ms

_FIELD = re.compile(r"([a-z_]+?)\d*(?:\.DATA)?")
# Characters that a field of free words holds, by its type; the other types hold codes and times, which are
# not cut.
_LONGEST = {"thing": 20, "const": 20, "name": 10, "phrase": 5}
_GAPS = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """`values` gives each field its words; {text}, {date} and {time} stand for the message and now."""

    template_id: str
    values: Mapping[str, str]

    def fill(self, text: str, now: int) -> dict[str, str]:
        """The values of one message; a field that would be too long ends in an ellipsis."""
        moment = from_ms(now)
        words = {"{text}": text, "{date}": f"{moment:%Y-%m-%d}", "{time}": f"{moment:%H:%M}"}
        return {field: _fit(field, _insert(pattern, words)) for field, pattern in self.values.items()}


def _insert(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with its words; what the message says is never read as a pattern again."""
    return re.sub(r"\{(?:text|date|time)\}", lambda found: words[found.group()], pattern)


def _fit(field: str, value: str) -> str:
    value = _GAPS.sub(" ", value).strip()
    kind = _FIELD.fullmatch(field)
    longest = _LONGEST.get(kind.group(1)) if kind else None
    if longest is None or len(value) <= longest:
        return value
    return value[: longest - 1] + "…"
