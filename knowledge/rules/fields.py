"""The outcome of a rule: flat fields of declared types, each given by every outcome."""

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from knowledge.rules.model import FieldValue
from knowledge.rules.spec import FieldSpec
from knowledge.strict_model import Refused

_SIMPLE: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "word": (str,),
    "text": (str,),
}


def read_outcome(
    raw: Mapping[str, object], declared: Mapping[str, FieldSpec], *, complete: bool
) -> Iterator[tuple[str, FieldValue | Refused]]:
    """Each field with its value, or with what is wrong; `complete` also complains about fields left out."""
    for name, value in raw.items():
        spec = declared.get(name)
        if spec is None:
            yield name, Refused("is not a field of the outcome", f"use one of {', '.join(declared)}")
        elif _fits(value, spec):
            yield name, value
        else:
            yield name, Refused("is a bad cell", f"write {_right(spec)}")
    for name, spec in declared.items():
        if complete and name not in raw:
            yield name, Refused("is missing", f"write {_right(spec)}")


def _fits(value: object, spec: FieldSpec) -> TypeGuard[FieldValue]:
    if spec.type == "words":
        return (
            isinstance(value, tuple)
            and len(set(value)) == len(value)
            and all(isinstance(word, str) and word in spec.one_of for word in value)
        )
    if type(value) not in _SIMPLE[spec.type]:
        return False
    return not spec.one_of or value in spec.one_of


def _right(spec: FieldSpec) -> str:
    if spec.type == "words":
        return f"a list out of {', '.join(spec.one_of)}"
    return f"one of {', '.join(spec.one_of)}" if spec.one_of else spec.type
