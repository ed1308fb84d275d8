"""The facts that a rule asks for and the cells of its `when`: what is allowed, when it holds, how it reads.

A cell is a value (equals), a list (one of), {at_least: …, below: …} for numbers and days, or {given: …} with
true or false. There is no expression language: what a cell cannot say becomes another outcome.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TypeAlias

from knowledge.rules.spec import FactSpec
from knowledge.strict_model import Refused
from knowledge.vocabulary import ConditionWords

Fact: TypeAlias = str | int | float | bool | date | None
Value: TypeAlias = str | int | float | bool | date

_TYPES: dict[str, frozenset[object]] = {
    "bool": frozenset({bool}),
    "int": frozenset({int}),
    "float": frozenset({float, int}),
    "word": frozenset({str}),
    "text": frozenset({str}),
    "date": frozenset({date}),
}
_ORDERED = ("int", "float", "date")
_BOUNDS = ("at_least", "below")


@dataclass(frozen=True, slots=True)
class FactKind:
    """A declared fact: its type, its allowed words or bounds, and whether it may be unknown."""

    name: str
    type: str
    words: str
    one_of: Mapping[str, str]
    optional: bool
    lowest: Value | None
    highest: Value | None
    exact_types: frozenset[object]

    @classmethod
    def of(cls, name: str, spec: FactSpec) -> "FactKind":
        """The kind that a rule file declares."""
        return cls(
            name,
            spec.type,
            spec.words,
            spec.one_of,
            spec.optional,
            spec.lowest,
            spec.highest,
            _TYPES[spec.type],
        )

    @property
    def right(self) -> str:
        """What a right value is, for messages."""
        if self.type == "word":
            return f"one of {', '.join(self.one_of)}"
        if self.type == "bool":
            return "true or false"
        bounds = [f"from {self.lowest}"] if self.lowest is not None else []
        bounds += [f"to {self.highest}"] if self.highest is not None else []
        return " ".join([self.type, *bounds])

    def fault(self, value: Fact) -> str | None:
        """What is wrong with a value, None where it is right."""
        if value is None:
            return None if self.optional else f"is unknown, but the rule needs it ({self.right})"
        if type(value) not in self.exact_types or (isinstance(value, float) and not isfinite(value)):
            return f"must be {self.right}"
        if self.one_of:
            return None if value in self.one_of else f"must be {self.right}"
        within = _not_below(value, self.lowest) and (self.highest is None or _not_below(self.highest, value))
        return None if within else f"must be {self.right}"


def _not_below(value: Value, bound: Value | None) -> bool:
    """Whether a value is at least the bound; both are of one ordered type, as the rule was checked."""
    return bound is None or value >= bound  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Among:
    """The fact is one of these values."""

    values: tuple[Value, ...]

    def fits(self, value: Fact) -> bool:
        """Whether a fact of the right type satisfies the cell."""
        return value in self.values

    def cuts(self) -> Iterable[Value]:
        """The values at which the cell may change its answer."""
        return self.values

    def reads(self, kind: FactKind, words: ConditionWords) -> str:
        """The condition in Chinese."""
        if self.values == (True,) and kind.type == "bool":
            return words.true.format(fact=kind.words)
        if self.values == (False,) and kind.type == "bool":
            return words.false.format(fact=kind.words)
        shown = words.either.join(kind.one_of.get(str(value), str(value)) for value in self.values[:3])
        if len(self.values) > 3:
            shown = words.many.format(values=shown)
        return words.equal.format(fact=kind.words, values=shown)


@dataclass(frozen=True, slots=True)
class Range:
    """The fact is known and at_least <= fact < below."""

    at_least: Value | None
    below: Value | None

    def fits(self, value: Fact) -> bool:
        """Whether a fact of the right type satisfies the cell."""
        if value is None:
            return False
        return _not_below(value, self.at_least) and (self.below is None or not _not_below(value, self.below))

    def cuts(self) -> Iterable[Value]:
        """The values at which the cell may change its answer."""
        return (bound for bound in (self.at_least, self.below) if bound is not None)

    def reads(self, kind: FactKind, words: ConditionWords) -> str:
        """The condition in Chinese."""
        parts = []
        if self.at_least is not None:
            parts.append(words.at_least.format(fact=kind.words, value=self.at_least))
        if self.below is not None:
            parts.append(words.below.format(fact=kind.words, value=self.below))
        return words.joined.join(parts)


@dataclass(frozen=True, slots=True)
class Given:
    """The fact is known, or is not."""

    given: bool

    def fits(self, value: Fact) -> bool:
        """Whether a fact of the right type satisfies the cell."""
        return (value is not None) is self.given

    def cuts(self) -> Iterable[Value]:
        """The values at which the cell may change its answer."""
        return ()

    def reads(self, kind: FactKind, words: ConditionWords) -> str:
        """The condition in Chinese."""
        return (words.given if self.given else words.missing).format(fact=kind.words)


Cell: TypeAlias = Among | Range | Given


def as_fact(raw: object, name: str, kinds: Mapping[str, FactKind]) -> Fact:
    """A value as a fact of that name; raises Refused with what is wrong and what would be right."""
    kind = kinds.get(name)
    if kind is None:
        raise Refused("is not a fact of this rule", f"use one of {', '.join(kinds)}")
    if raw is not None and not isinstance(raw, str | int | float | bool | date):
        raise Refused("is neither text nor number, day, true or false", f"write {kind.right}")
    fault = kind.fault(raw)
    if fault is not None:
        raise Refused(fault, f"write {kind.right}")
    return raw


def read_cell(raw: object, kind: FactKind) -> Cell:
    """A cell as written in `when`; raises Refused with what is wrong and what would be right."""
    if isinstance(raw, Mapping):
        return _given(raw, kind) if "given" in raw else _range(raw, kind)
    values = raw if isinstance(raw, tuple) else (raw,)
    if not values:
        raise Refused("is an empty list", "name the values, or remove the condition")
    for place, value in enumerate(values):
        if values.index(value) != place:
            raise Refused(f"names {value} twice", "keep one of them")
    return Among(tuple(_value(value, kind) for value in values))


def _given(raw: Mapping[str, object], kind: FactKind) -> Given:
    given = raw["given"]
    if len(raw) != 1 or not isinstance(given, bool):
        raise Refused("is a bad cell", "write {given: true} or {given: false} alone")
    if not kind.optional:
        raise Refused("asks whether a fact is given that always is", "remove it, or make the fact optional")
    return Given(given)


def _range(raw: Mapping[str, object], kind: FactKind) -> Range:
    if not raw or any(bound not in _BOUNDS for bound in raw):
        raise Refused("is a bad cell", "write a value, a list, {at_least: …, below: …} or {given: …}")
    if kind.type not in _ORDERED:
        raise Refused(f"compares a fact of type {kind.type}", "write the value or a list of values")
    bounds = {name: _value(value, kind) for name, value in raw.items()}
    cell = Range(bounds.get("at_least"), bounds.get("below"))
    if cell.at_least is not None and cell.below is not None and _not_below(cell.at_least, cell.below):
        raise Refused("can never hold", "make at_least smaller than below")
    return cell


def _value(raw: object, kind: FactKind) -> Value:
    if raw is None:
        raise Refused("is a bad cell", "write {given: false} for a fact that is not known")
    if not isinstance(raw, str | int | float | bool | date):
        raise Refused("is a bad cell", f"write {kind.right}")
    fault = kind.fault(raw)
    if fault is not None:
        raise Refused(f"is a bad cell: {raw} does not fit the fact", f"write {kind.right}")
    return raw
