"""What a message says for a log, as the open form keeps it until it can be written down."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from bot.turn import Value

K = TypeVar("K", bound="Kept")


@dataclass(frozen=True, slots=True)
class Kept:
    """Of which kind, how far it is (`deed` as in knowledge/language/duty_logs.py), its hours in ms UTC, and its words.

    `spots` are the addresses of its places, `left_out` the words for places that there are not or are not the writer's.
    """

    kind: str
    deed: str
    start: int | None
    end: int | None
    spots: tuple[str, ...]
    left_out: tuple[str, ...]
    text: str

    def stored(self) -> dict[str, Value]:
        """As the form keeps it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class KeptDuty(Kept):
    """With what a shift says of itself.

    That its end was said and has not come, that the writer goes off duty, that it is at a gate or that of whoever leads,
    and who was on duty where somebody else is named.
    """

    is_planned: bool
    ends: bool
    at_gate: bool
    leads: bool
    person: str | None


def loaded(kind: type[K], value: Value) -> K:
    """What the form has kept."""
    assert isinstance(value, Mapping)  # as `stored` has made it
    found = {field.name: value[field.name] for field in fields(kind)}
    return kind(**{name: tuple(one) if isinstance(one, list) else one for name, one in found.items()})  # type: ignore[arg-type]
