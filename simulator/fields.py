"""Reading of a JSON object field by field, with a clear refusal instead of a surprise."""

import base64
import binascii
from collections.abc import Mapping
from typing import cast

from simulator.push import Fields as Elements


class FieldsError(ValueError):
    """A field is missing or is not what it has to be; the text names it."""


class Fields:
    """A JSON object. Without a default a field has to be there; each reader raises FieldsError."""

    def __init__(self, given: object) -> None:
        if not isinstance(given, Mapping):
            raise FieldsError("a JSON object is wanted")
        self._given: Mapping[str, object] = given

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._given.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """A text."""
        value = self._given.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise FieldsError(f"{name} has to be a text")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._given.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            raise FieldsError(f"{name} has to be a whole number")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """A number."""
        value = self._given.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise FieldsError(f"{name} has to be a number")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self._given.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise FieldsError(f"{name} has to be true or false")
        return value

    def items(self, name: str) -> list[object]:
        """A list; none where the field is missing."""
        value = self._given.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise FieldsError(f"{name} has to be a list")
        return value

    def inner(self, name: str) -> "Fields":
        """The object in a field; an empty one where it is missing."""
        value = self._given.get(name)
        return Fields({} if value is None else value)

    def elements(self, name: str) -> Elements:
        """The XML elements that an object stands for."""
        return cast(Elements, self.inner(name)._given)

    def content(self, name: str) -> bytes:
        """Bytes, which JSON carries as base64; none where the field is missing."""
        try:
            return base64.b64decode(self.text(name, ""), validate=True)
        except (binascii.Error, ValueError):
            raise FieldsError(f"{name} has to be base64") from None

    def raw(self) -> Mapping[str, object]:
        """All of it, as it came."""
        return self._given
