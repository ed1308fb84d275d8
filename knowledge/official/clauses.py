"""An official text as clauses with the ids that the plan's data gives them (knowledge/plan).

三、（四）1、 is 3.4.1, and 二、1. is 2.1. What stands before the first chapter is clause 0. The list of bodies and working
groups behind the last chapter has no numbers of its own: it is found by the names in the plan's organisation.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge.official.headings import CHAPTER, Heading, headings, looks_like_a_heading, numbered, shown
from knowledge.official.lines import BadText, Line, Text, bare, decoded
from knowledge.plan.model import Plan

HEAD = "0"
_UNKNOWN_GROUP = "org.group."
_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{2,10}[〔\[［【(（][0-9]{4}[〕\]］】)）][0-9]{1,4}号")
_BRACKETS = str.maketrans("[［【(（]］】)）", "〔〔〔〔〔〕〕〕〕〕")
_FIRST_SENTENCE = re.compile(r"[^。；;]{1,30}(?=[。；;]|$)")
_LONGEST_NAME = 40
_PAUSE = re.compile(r"[，。；：,;:]")


class OfficialClause(NamedTuple):
    """A part of the text: its id, the heading with its number as printed, where it begins, and what it says.

    `words` is empty for a chapter that only holds others. `is_lost`: the number was missing and follows from the others.
    """

    id: str
    heading: str
    line: int
    is_lost: bool
    words: str

    @property
    def depth(self) -> int:
        """How deep it stands, from 0."""
        return 0 if not self.id[0].isdigit() else self.id.count(".")


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A plan as it was issued. `parts` are all headings in order; those of them that say something are its clauses.

    `number` is the document's (河街发〔2021〕84号); `unsure` are lines that may be headings and were read as text.
    """

    file: str
    encoding: str
    sha256: str
    number: str
    parts: tuple[OfficialClause, ...]
    unsure: tuple[Line, ...]

    @property
    def clauses(self) -> dict[str, OfficialClause]:
        """What says something, by id."""
        return {part.id: part for part in self.parts if part.words}


def read_text(content: bytes, file: Path, plan: Plan) -> OfficialText:
    """An official text read into clauses; raises BadText with line and remedy where it cannot be."""
    text = decoded(content, file)
    begin = next((place for place, line in enumerate(text.lines) if _is_chapter(line)), None)
    if begin is None:
        fault, remedy = "has no chapter", "its chapters begin with 一、 二、 三、, each on a line of its own"
        raise BadText([text.problem(1, fault, remedy)])
    end = next((place for place in range(begin, len(text.lines)) if _begins(text.lines[place], plan)), len(text.lines))
    body = text.lines[begin:end]
    found = headings(text, body)
    parts = [
        _head(text.lines[:begin]),
        *_numbered_parts(found, body),
        *_bodies_and_groups(text, text.lines[end:], plan),
    ]
    known = {heading.line.number for heading in found}
    unsure = tuple(line for line in body if looks_like_a_heading(line) and line.number not in known)
    digest = hashlib.sha256(content).hexdigest()
    return OfficialText(text.file, text.encoding, digest, _document_number(text, begin), tuple(parts), unsure)


def same_number(one: str, other: str) -> bool:
    """Whether two numbers of documents are the same, whatever brackets they were typed with."""
    return bare(one).translate(_BRACKETS) == bare(other).translate(_BRACKETS)


def _document_number(text: Text, begin: int) -> str:
    for line in text.lines[:begin]:
        found = _DOCUMENT_NUMBER.search(bare(line.words))
        if found is not None:
            return found.group().translate(_BRACKETS)
    remedy = "write it on a line of its own above the title, as in 某街发〔2022〕5号"
    raise BadText([text.problem(1, "does not say its document number before the first chapter", remedy)])


def _is_chapter(line: Line) -> bool:
    found = numbered(line)
    return found is not None and found.level == CHAPTER


def _head(lines: Sequence[Line]) -> OfficialClause:
    title = next((line.words for line in lines if bare(line.words).endswith("预案")), lines[0].words if lines else "")
    return OfficialClause(HEAD, title, lines[0].number if lines else 1, False, _joined(lines))


def _numbered_parts(found: Sequence[Heading], lines: Sequence[Line]) -> Iterator[OfficialClause]:
    path: dict[int, int] = {}
    ends = [*(heading.line.number for heading in found[1:]), lines[-1].number + 1]
    for heading, end in zip(found, ends, strict=True):
        path = {level: number for level, number in path.items() if level < heading.level} | {
            heading.level: heading.number
        }
        below = [line for line in lines if heading.line.number < line.number < end]
        name = _FIRST_SENTENCE.match(heading.words)
        title = name.group() if name is not None else f"{heading.words[:20]}…"
        rest = _joined([heading.line._replace(words=heading.words), *below])
        words = "" if not below and _is_all_heading(heading, found) else rest
        printed = "" if heading.is_lost else shown(heading.level, heading.number)
        clause = ".".join(str(path[level]) for level in sorted(path))
        yield OfficialClause(clause, f"{printed}{title}", heading.line.number, heading.is_lost, words)


def _is_all_heading(heading: Heading, found: Sequence[Heading]) -> bool:
    """Whether a heading without text only holds the deeper ones behind it."""
    behind = next((other for other in found if other.line.number > heading.line.number), None)
    return behind is not None and behind.level > heading.level


def _begins(line: Line, plan: Plan) -> bool:
    """Whether a line is the name of the leading group, alone on its line: the list of people begins."""
    name = bare(line.words)
    is_name = len(name) <= _LONGEST_NAME and _PAUSE.search(name) is None and numbered(line) is None
    return is_name and name.endswith(plan.organisation.leading_group.name)


def _bodies_and_groups(text: Text, lines: Sequence[Line], plan: Plan) -> Iterator[OfficialClause]:
    """The leading group, its office and each working group with what is said of them; none where the text lists none."""
    if not lines:
        return
    office = plan.organisation.office
    starts: list[tuple[int, str, str]] = []
    for place, line in enumerate(lines):
        group = _group(line, plan)
        if place == 0:
            starts.append((place, plan.organisation.leading_group.clause, line.words))
        elif group is not None:
            starts.append((place, *group))
        elif numbered(line) is not None:
            remedy = "in the list of people a number stands before a working group, such as 1、综合协调组"
            raise BadText([text.problem(line.number, f"{line.words[:20]} is no working group", remedy)])
        elif office.clause not in {clause for _, clause, _ in starts} and _is_office(line, office.name):
            starts.append((place, office.clause, office.name))
    _once(text, lines, starts)
    ends = [*(place for place, _, _ in starts[1:]), len(lines)]
    for (place, clause, heading), end in zip(starts, ends, strict=True):
        yield OfficialClause(clause, heading, lines[place].number, False, _joined(lines[place:end]))


def _is_office(line: Line, name: str) -> bool:
    words = bare(line.words)
    return words == name or "下设办公室" in words


def _group(line: Line, plan: Plan) -> tuple[str, str] | None:
    """The clause of the working group that a line names, and its heading; one that the plan lacks has an id by its name."""
    found = numbered(line)
    name = bare(found.words if found is not None else line.words)
    known = next((group for group in plan.groups if name in (group.name, group.name_in_heading)), None)
    if known is not None:
        return known.clause, line.words
    if found is not None and name.endswith("组") and _PAUSE.search(name) is None:
        return f"{_UNKNOWN_GROUP}{name}", line.words
    return None


def _once(text: Text, lines: Sequence[Line], starts: Iterable[tuple[int, str, str]]) -> None:
    seen: dict[str, int] = {}
    for place, clause, heading in starts:
        if clause in seen:
            fault = f"names {heading} again, as in line {seen[clause]}"
            raise BadText([text.problem(lines[place].number, fault, "keep one of them")])
        seen[clause] = lines[place].number


def _joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.words for line in lines)
