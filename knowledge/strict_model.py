"""Models of the knowledge: what a YAML file may say, each complaint led back to line, key and remedy."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from knowledge.strict_yaml import BadFile, Document, Problem, Trail, read_document

K = TypeVar("K")
V = TypeVar("V")
M = TypeVar("M", bound=BaseModel)


class Refused(ValueError):
    """Raised inside a model's own check: what is wrong, the remedy, and where below the checked value."""

    def __init__(self, fault: str, remedy: str, trail: Trail = ()) -> None:
        self.fault = fault
        self.remedy = remedy
        self.trail = trail
        super().__init__(f"{fault}; {remedy}")


class StrictModel(BaseModel):
    """Shared by every model of the knowledge: nothing is converted, nothing unknown let in."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)


def _trimmed(text: str) -> str:
    if not text or text != text.strip():
        raise Refused("is empty or has blanks at its ends", "write the text without them")
    return text


Words = Annotated[str, AfterValidator(_trimmed)]
Frozen = Annotated[Mapping[K, V], AfterValidator(MappingProxyType)]


def load_model(file: Path, model: type[M], error: type[BadFile] = BadFile) -> tuple[M, Document]:
    """A file as a checked model, with its document for later complaints; raises `error` with all faults."""
    document = read_document(file, error)
    try:
        return model.model_validate(document.content), document
    except ValidationError as invalid:
        raise error(explain(invalid, document, model)) from None


def explain(invalid: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """Pydantic's complaints as problems with line, key and remedy, in the order of the file."""
    problems: dict[Trail, Problem] = {}
    complaints = invalid.errors(include_url=False)
    for complaint in complaints:
        trail: Trail = tuple(complaint["loc"])
        kind = complaint["type"]
        if kind == "too_short" and any(_is_below(other["loc"], trail) for other in complaints):
            continue  # its items are there and bad, each with a complaint of its own
        cause = complaint.get("ctx", {}).get("error")
        if isinstance(cause, Refused):
            problem = document.problem(trail + cause.trail, cause.fault, cause.remedy)
        elif kind == "missing":
            problem = document.problem(trail, "is missing", f"write `{trail[-1]}:` there")
        elif kind == "extra_forbidden":
            problem = document.problem(trail, "is not a known key", _known_names(model, trail))
        else:
            trail = document.known(trail)
            fault = "must be text" if kind == "string_type" else complaint["msg"].lower()
            problem = document.problem(trail, fault, _remedy(complaint["input"], kind))
        problems.setdefault(trail, problem)  # a union complains once for each of its members
    return sorted(problems.values(), key=lambda problem: problem.line)


def _is_below(loc: Trail, trail: Trail) -> bool:
    return len(loc) > len(trail) and loc[: len(trail)] == trail


def _remedy(value: object, kind: str) -> str:
    if kind != "string_type":
        return "correct the value"
    plain_number = isinstance(value, int | float | date) and not isinstance(value, bool)
    return "write it in quotes, or YAML takes it for a number or a day" if plain_number else "write a text"


def _known_names(model: type[BaseModel], trail: Trail) -> str:
    """The names that would be right at the trail, the likely one first."""
    at: type[BaseModel] | None = model
    for part in trail[:-1]:
        if isinstance(part, str) and at is not None:
            at = _inner_model(at, part)
    if at is None:
        return "remove it"
    names = [field.alias or name for name, field in at.model_fields.items()]
    close = get_close_matches(str(trail[-1]), names, n=1)
    return (f"did you mean `{close[0]}`? " if close else "") + f"known here: {', '.join(names)}"


def _inner_model(model: type[BaseModel], part: str) -> type[BaseModel] | None:
    """The model of a named field; a part that is no field is a key of a mapping and stays where it is."""
    for name, field in model.model_fields.items():
        if part in (name, field.alias):
            return _model_in(field.annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside a field's type, such as tuple[Area, ...] or Mapping[str, Fact] | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for found in map(_model_in, get_args(annotation)) if found is not None), None)
