"""The labelled texts: one JSON object a line, as `understand` takes and prints them (INTERFACES.md 5)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from knowledge.language.intents import INTENTS

Set = Literal["open", "kept_back", "kept_back_slots", "kept_back_later", "kept_back_daily"]
# Only ever scored.
KEPT_BACK: tuple[Set, ...] = ("kept_back", "kept_back_slots", "kept_back_later", "kept_back_daily")
SETS: tuple[Set, ...] = ("open", *KEPT_BACK)
_TEXTS = Path(__file__).parent / "texts"


class BadText(Exception):
    """A line of the texts cannot be used; the message names file, line and what is wrong."""


class Case(BaseModel):
    """A text with what it says: when it was sent, by which role of the staff, its intent and its slots."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    now: AwareDatetime
    role: str | None = None
    intent: str
    slots: dict[str, JsonValue]

    @field_validator("intent")
    @classmethod
    def _is_one(cls, intent: str) -> str:
        if intent not in INTENTS:
            raise ValueError(f"{intent} is no intent")
        return intent


def load(which: Set) -> list[Case]:
    """The texts of a set, in the order of its files; raises BadText with file and line of what cannot be read."""
    return [case for file in sorted((_TEXTS / which).glob("*.jsonl")) for case in _read(file)]


def _read(file: Path) -> Iterator[Case]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield Case.model_validate_json(line)
        except ValidationError as invalid:
            complaint = invalid.errors(include_url=False)[0]
            where = ".".join(map(str, complaint["loc"]))
            raise BadText(f"{file.name}: line {number}: {where}: {complaint['msg'].lower()}") from None
