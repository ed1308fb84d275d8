"""Template and subscription messages: their keys, and what a value may be (document
订阅消息参数值内容限制说明).

A template of a category is strict: a value that does not fit its key's type fails the whole message
(47003). Old templates (keyword1 …) are cut at 20 characters, and what is given for first and remark is left
out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.errors import ApiError

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_DAY = r"\d{4}(年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2})"
_MOMENT = rf"({_CLOCK}|{_DAY}( ?{_CLOCK})?)"
_OLD_LENGTH = 20

VALUE_TYPES = {
    "thing": r".{1,20}",
    "const": r".{1,20}",
    "character_string": rf"[^{_HAN}]{{1,32}}",
    "number": r"(?=.{1,32}$)[+-]?\d+(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": rf"[^\w\s{_HAN}]{{1,5}}",
    "time": rf"{_MOMENT}( ?~ ?{_MOMENT})?",
    "date": rf"{_DAY}( ?{_CLOCK})?( ?~ ?{_DAY}( ?{_CLOCK})?)?",
    "amount": r"[¥￥$€]?\d{1,10}(\.\d{1,2})?元?",
    "phone_number": r"[\d+() -]{1,17}",
    "car_number": rf"(?=.{{1,8}}$)[A-Za-z0-9{_HAN}][A-Za-z0-9]*[A-Za-z0-9{_HAN}]?",
    "name": rf"[{_HAN}·]{{1,10}}|[A-Za-z·.' -]{{1,20}}",
    "phrase": rf"[{_HAN}]{{1,5}}",
}
_KEY = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
_TYPED = re.compile(rf"({'|'.join(VALUE_TYPES)}|enum)\d+")
_FILTERED = ("first", "remark")


@dataclass(frozen=True, slots=True)
class Template:
    """One template: `content` has {{thing4.DATA}} where values go; `choices` are those of its enum keys.

    One that is to `subscribe` needs a consent for each message, a `long_term` one a single consent for good.
    """

    template_id: str
    title: str
    content: str
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subscribe: bool = False
    long_term: bool = False

    def keys(self) -> tuple[str, ...]:
        """The keys that want a value, in order."""
        return tuple(key for key in _KEY.findall(self.content) if key not in _FILTERED)

    def fill(self, given: object) -> str:
        """The text that a person sees. Raises ApiError 47003 where a value is missing or breaks its type."""
        if not isinstance(given, Mapping):
            raise ApiError(47003, "data is missing")
        values = {key: self._value(key, given.get(key)) for key in self.keys()}
        text = _KEY.sub(lambda found: values.get(found[1], ""), self.content)
        return f"{self.title}\n{text.strip()}"

    def _value(self, key: str, given: object) -> str:
        value = given.get("value") if isinstance(given, Mapping) else None
        if not isinstance(value, str) or not value.strip():
            raise ApiError(47003, f"data.{key}.value is empty")
        typed = _TYPED.fullmatch(key)
        if typed is None:
            return value[:_OLD_LENGTH]
        if not value.isprintable() or not self._fits(key, typed[1], value):
            raise ApiError(47003, f"data.{key}.value invalid")
        return value

    def _fits(self, key: str, kind: str, value: str) -> bool:
        if kind == "enum":
            return value in self.choices.get(key, ())
        return re.fullmatch(VALUE_TYPES[kind], value) is not None
