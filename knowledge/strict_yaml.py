"""Strict reading of the YAML that people edit: every fault names its file, line, key and what would be right.

Plain YAML 1.1 quietly turns `on` into true, `3.2` into a number, `12:30` into 750 and lets the second of two
equal keys win. Here such a value is refused, so that a slip in a rule stops the start and never changes a
decision. Accepted are mappings, lists, text, true, false, null, whole and decimal numbers and days
(2022-01-20); sequences become tuples. `knowledge.strict_model` then checks names and types against a model.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml
from yaml.composer import Composer

Scalar: TypeAlias = str | int | float | bool | date | None
Content: TypeAlias = "Scalar | tuple[Content, ...] | dict[str, Content]"
Trail: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

_EXACT: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_TRAP_WORD = re.compile(r"y|yes|n|no|on|off|true|false|null|~", re.IGNORECASE)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERING = re.compile(r"[0-9]+(\.[0-9]+){2,}")
# Tabs, question marks, a mark of order that is not the first character, a comment right behind the sign of a block.
_READ_MORE_FREELY = re.compile(r"[\t?\ufeff]|[|>][-+0-9]*#")
_NUMBER_LIKE = re.compile(r"[-+.]*[0-9][0-9A-Fa-fxo_.:+\-TtZ ]*|[-+]?\.(inf|nan)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file: where it is, what is wrong and what would be right."""

    file: str
    line: int
    key: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " + (f"{self.key}: " if self.key else "")
        return f"{where}{self.fault}; {self.remedy}"


class BadFile(Exception):
    """A file that cannot be used; `problems` has at least one entry, the text is the first of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file together with the line of every key and item."""

    file: str
    content: Content
    lines: Mapping[Trail, int]

    def known(self, trail: Trail) -> Trail:
        """The deepest part of the trail that the file really has."""
        while trail and trail not in self.lines:
            trail = trail[:-1]
        return trail

    def line(self, trail: Trail) -> int:
        """The line of a key or item, or of what stands around it."""
        return self.lines.get(self.known(trail), 1)

    def problem(self, trail: Trail, fault: str, remedy: str) -> Problem:
        """A fault at the trail, with its line."""
        return Problem(self.file, self.line(trail), _dotted(trail), fault, remedy)


def read_document(file: Path, error: type[BadFile] = BadFile) -> Document:
    """The strictly read content of a file; raises `error` for whatever is ambiguous, repeated or not YAML."""
    name = _shown(file)
    text = _text_of(file, name, error)
    lines: dict[Trail, int] = {}
    try:
        content = _content(text, lines)
    except _Trap as trap:
        raise error([Problem(name, trap.line, trap.key, trap.fault, trap.remedy)]) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        what = f"is not readable as YAML: {fault.problem or fault.context}"
        remedy = "look at the indentation, quotes and colons here"
        raise error([Problem(name, line, "", what, remedy)]) from None
    except yaml.YAMLError as fault:
        what = f"is not readable as YAML: {str(fault).splitlines()[0]}"
        raise error([Problem(name, 1, "", what, "remove the character")]) from None
    return Document(name, content, MappingProxyType(lines))


class _Trap(Exception):
    """A value or key that YAML would misread, at a line of the file."""

    def __init__(self, line: int, key: str, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.line = line
        self.key = key
        self.fault = fault
        self.remedy = remedy


def _content(text: str, lines: dict[Trail, int]) -> Content:
    """The content of a text, with the line of every key and item.

    The parser in C takes a tenth of the time. It is left alone with what it reads more freely than the other one; and what
    is wrong with a text is always found and said by the other one.
    """
    if _ComposerInC is not None and not _READ_MORE_FREELY.search(text):
        with suppress(_Trap, yaml.YAMLError):
            return _content_of(_ComposerInC(text).get_single_node(), lines)
        lines.clear()
    return _content_of(_Composer(text).get_single_node(), lines)


def _content_of(node: yaml.Node | None, lines: dict[Trail, int]) -> Content:
    if node is None:
        raise _Trap(1, "", "the file is empty", "write its keys, or remove the file")
    return _Reader(lines).value_of(node, ())


class _Strict(Composer):
    """PyYAML's composer without anchors, tags, merge keys and deep nesting."""

    depth = 0
    peek_event: Callable[[], yaml.Event]

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Trap(line, "", "uses an anchor or alias (& or *)", "write the value out or quote it")
        if getattr(event, "tag", None) is not None:
            raise _Trap(line, "", "uses a tag (!)", "leave it out, or put the text in quotes")
        if self.depth >= MAX_DEPTH:
            raise _Trap(line, "", f"is nested deeper than {MAX_DEPTH} levels", "make the structure flatter")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


class _Composer(_Strict, yaml.BaseLoader):
    """On PyYAML's parser without its guessing of types."""


_ComposerInC: Any = None
if hasattr(yaml, "CBaseLoader"):

    class _OnC(_Strict, yaml.CBaseLoader):
        """On the parser in C."""

        def __init__(self, text: str) -> None:
            Composer.__init__(self)
            yaml.CBaseLoader.__init__(self, text)

    _ComposerInC = _OnC


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: dict[Trail, int]

    def value_of(self, node: yaml.Node, trail: Trail) -> Content:
        self.lines.setdefault(trail, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, trail)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value_of(item, (*trail, place)) for place, item in enumerate(node.value))
        assert isinstance(node, yaml.ScalarNode)  # the composer makes these three kinds alone
        return _scalar(node, _dotted(trail))

    def _mapping(self, node: yaml.MappingNode, trail: Trail) -> dict[str, Content]:
        found: dict[str, Content] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = _key(key_node, trail)
            here = (*trail, key)
            if key in found:
                fault = f"stands here and in line {self.lines[here]}"
                raise _Trap(line, _dotted(here), fault, "keep one of the two")
            self.lines[here] = line
            found[key] = self.value_of(value_node, here)
        return found


def _key(node: yaml.Node, trail: Trail) -> str:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise _Trap(line, _dotted(trail), "has a key that is no word", "write a word before the colon")
    if node.value == "<<":
        raise _Trap(line, _dotted(trail), "uses a merge key (<<)", "write the keys out")
    key = _scalar(node, _dotted((*trail, node.value)))
    if not isinstance(key, str):
        fault = "is read as a number, a day or null, not as a word"
        raise _Trap(line, _dotted((*trail, node.value)), fault, f'write "{node.value}":')
    return key


def _scalar(node: yaml.ScalarNode, key: str) -> Scalar:
    text: str = node.value
    if node.style:  # quoted or a block: always text
        return text
    line = node.start_mark.line + 1
    if not text:
        raise _Trap(line, key, "has no value", 'write the value, null, or "" for an empty text')
    if text in _EXACT:
        return _EXACT[text]
    if _TRAP_WORD.fullmatch(text):
        fault = f"`{text}` means true, false or null in YAML"
        raise _Trap(line, key, fault, f'write true, false or null, or "{text}" if it is text')
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _DAY.fullmatch(text):
        return _day(text, line, key)
    if _NUMBERING.fullmatch(text):
        return text
    if _NUMBER_LIKE.fullmatch(text):
        raise _Trap(line, key, f"`{text}` can be read as several things", f'write "{text}" if it is text')
    return text


def _day(text: str, line: int, key: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Trap(line, key, f"{text} is no day of the calendar", "write an existing day") from None


def _text_of(file: Path, name: str, error: type[BadFile]) -> str:
    try:
        raw = file.read_bytes()
    except OSError as fault:
        what = f"cannot be read: {fault.strerror}"
        raise error([Problem(name, 1, "", what, "check the name and the permissions")]) from None
    if len(raw) > MAX_BYTES:
        raise error([Problem(name, 1, "", f"is larger than {MAX_BYTES} bytes", "split the file")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise error([Problem(name, line, "", "is not UTF-8", "save the file as UTF-8")]) from None


def _dotted(trail: Trail) -> str:
    """areas[2].measure: lists count from 1, as people do."""
    shown = ""
    for part in trail:
        shown += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if shown else ''}{part}"
    return shown


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
