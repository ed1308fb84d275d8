"""A rule as its YAML file writes it, before anything is compiled (`knowledge.rules.loading` does that).

The values of `when`, `then` and an example's `facts` are checked against the facts and outcome fields that
the rule itself declares; here only the outer shape is.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from knowledge.strict_model import Frozen, Refused, StrictModel, Words

FactType = Literal["bool", "int", "float", "word", "text", "date"]
FieldType = Literal["bool", "int", "float", "word", "words", "text"]
NoRule = Literal["not_yet", "ended", "no_outcome"]
Cells = Mapping[str, object]


def _identifiers(named: Mapping[str, object]) -> Mapping[str, object]:
    for name in named:
        if not (name.isascii() and name.isidentifier() and name == name.lower()):
            raise Refused("is no name", "use small letters, digits and _", (name,))
    return named


def _each_once(listed: tuple[str, ...], trail: tuple[str]) -> None:
    for place, word in enumerate(listed):
        if word in listed[:place]:
            raise Refused(f"names {word} twice", "keep one of them", (*trail, place))


class FactSpec(StrictModel):
    """A fact that the rule asks for; `words` is its name in a trace, `one_of` gives each word its Chinese."""

    type: FactType
    words: Words
    one_of: Frozen[str, Words] = Field(default_factory=dict)
    optional: bool = False
    lowest: int | float | date | None = None
    highest: int | float | date | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "FactSpec":
        if (self.type == "word") != bool(self.one_of):
            raise Refused("has `one_of` exactly when its type is word", "list the words, or change the type")
        kinds = {"int": (int,), "float": (int, float), "date": (date,)}.get(self.type, ())
        for name, bound in (("lowest", self.lowest), ("highest", self.highest)):
            if bound is not None and type(bound) not in kinds:
                raise Refused(f"is no bound for a fact of type {self.type}", "remove or correct it", (name,))
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:  # type: ignore[operator]
            raise Refused("is above `highest`: no value is right", "exchange or correct them", ("lowest",))
        return self


class FieldSpec(StrictModel):
    """A field of the rule's outcome; `words` (the type) is a list out of `one_of`."""

    type: FieldType
    one_of: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "FieldSpec":
        if (self.type in ("word", "words")) != bool(self.one_of):
            raise Refused("has `one_of` exactly when its type is word or words", "list them, or change it")
        _each_once(self.one_of, ("one_of",))
        return self


class OutcomeSpec(StrictModel):
    """When all conditions hold, this is what follows; an own `clause` goes before the version's."""

    name: Words
    when: Cells
    then: Cells
    clause: Words | None = None
    see_also: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "OutcomeSpec":
        _each_once(self.see_also, ("see_also",))
        return self


class VersionSpec(StrictModel):
    """The rule from a day on; `outcomes: null` ends it. `why` says where the day comes from."""

    start: Annotated[date, Field(alias="from")]
    clause: Words | None = None
    why: Words | None = None
    match: Literal["one", "first"] = "one"
    outcomes: tuple[OutcomeSpec, ...] | None

    @model_validator(mode="after")
    def _consistent(self) -> "VersionSpec":
        if self.outcomes is not None and not self.outcomes:
            raise Refused("has no entry", "write outcomes, or null where the rule ends", ("outcomes",))
        if self.outcomes is not None and self.clause is None:
            raise Refused("is missing", "name the clause that the version carries out", ("clause",))
        return self

    def cited(self) -> Iterator[str]:
        """Every clause that the version cites, its outcomes' own and those to see also among them."""
        for outcome in self.outcomes or ():
            yield outcome.clause or self.clause or ""
            yield from outcome.see_also


class ExampleSpec(StrictModel):
    """A case with what must follow: fields of the outcome (`then`) or why no rule applies (`no_rule`)."""

    name: Words
    day: Annotated[date, Field(alias="date")]
    facts: Cells
    then: Cells | None = None
    clause: Words | None = None
    no_rule: NoRule | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "ExampleSpec":
        if (self.then is None) == (self.no_rule is None):
            raise Refused("needs either `then` or `no_rule`", "write one of them")
        if self.then is not None and not self.then:
            raise Refused("expects nothing", "name at least one field of the outcome", ("then",))
        return self


class RuleSpec(StrictModel):
    """One rule file; `serves` names the facts of the plan's clauses about which it says what follows."""

    rule: Words
    title: Words
    serves: Annotated[Frozen[str, Annotated[tuple[Words, ...], Field(min_length=1)]], Field(min_length=1)]
    facts: Annotated[Mapping[str, FactSpec], Field(min_length=1), AfterValidator(_identifiers)]
    outcome: Annotated[Mapping[str, FieldSpec], Field(min_length=1), AfterValidator(_identifiers)]
    versions: Annotated[tuple[VersionSpec, ...], Field(min_length=1)]
    examples: tuple[ExampleSpec, ...]
