"""`plan import`: an official text read into clauses, held against the one before and against the plan's data, and kept.

From then on answers quote it where its document number is the plan's own.
"""

import getpass
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from commands.errors import Refused
from commands.plan_touched import touched
from knowledge.official import BadText, Kept, OfficialText, Shelf, read_text
from knowledge.official.clauses import same_number
from knowledge.official.comparing import Differences, compare
from knowledge.plan import Plan, the_plan
from knowledge.plan.model import Person
from knowledge.settings import Settings
from knowledge.times import SHANGHAI

_QUOTED = 60


def import_text(settings: Settings, file: Path, by: str | None, *, preview: bool) -> Iterator[str]:
    """Reads, compares and, unless it is a preview, keeps a text; gives the lines to print. Raises BadText and Refused."""
    plan = the_plan()
    shelf = Shelf.of(settings.data_dir, plan)
    content = file.read_bytes()
    text = read_text(content, file, plan)
    yield f"{text.number}: {len(text.clauses)} clauses, {text.encoding}, sha256 {text.sha256}"
    yield from _tree(text, plan)
    yield from _beside_the_data(text, plan)
    kept, found = shelf.kept(), None
    try:
        found = shelf.last(plan)
    except BadText as bad:
        yield f"the text before cannot be compared: {bad}"
    if found is None:
        yield "no text was imported before, or none that can be read" if kept else "no text was imported before"
    else:
        yield from _against(found[0], found[1], text, plan)
    if not preview:
        yield _keep(shelf, content, text, by)
    else:
        yield "a preview: nothing was kept"
    yield _quoted(text, plan)


def _tree(text: OfficialText, plan: Plan) -> Iterator[str]:
    for part in text.parts:
        notes = [
            *(["its number is missing"] if part.is_lost else []),
            *(["not in the plan's data"] if part.words and part.id not in plan.clauses else []),
        ]
        name = part.id if part.words else f"{part.id} (only holds the following)"
        said = f" [{'; '.join(notes)}]" if notes else ""
        yield f"  {'  ' * part.depth}{name}  {part.heading}  line {part.line}{said}"


def _beside_the_data(text: OfficialText, plan: Plan) -> Iterator[str]:
    """Where the text and the plan's data do not have the same clauses and people, and what may be a heading."""
    for clause in plan.clauses:
        if clause not in text.clauses:
            yield f"clause {clause} is in the plan's data and not in the text"
    for clause, people in _people(plan):
        part = text.clauses.get(clause)
        missing = [one.name for one in people if part is not None and one.name not in part.words]
        if missing:
            yield f"clause {clause} does not name {', '.join(missing)}, whom organisation.yaml has there"
    for line in text.unsure:
        yield f"line {line.number} may be a heading without its number, and was read as text: {line.words}"


def _people(plan: Plan) -> Iterator[tuple[str, tuple[Person, ...]]]:
    organisation = plan.organisation
    yield from ((body.clause, body.people) for body in (organisation.leading_group, organisation.office))
    yield from ((group.clause, group.people) for group in organisation.groups)


def _against(kept: Kept, before: OfficialText, text: OfficialText, plan: Plan) -> Iterator[str]:
    found = compare(before.clauses, text.clauses)
    yield f"against {kept.file} ({kept.number}), imported {kept.imported_at} by {kept.by}:"
    if not found.touched:
        yield "  no clause differs"
        return
    yield from _differences(found)
    yield "touched by it:"
    yield from touched(plan, before, found)


def _differences(found: Differences) -> Iterator[str]:
    yield from (f"  added {clause}" for clause in found.added)
    yield from (f"  removed {clause}" for clause in found.removed)
    yield from (f"  moved {old} to {new}" for old, new in found.moved)
    for one in found.changed:
        yield f"  changed {one.clause}"
        yield from (f"    - {_short(sentence)}" for sentence in one.gone)
        yield from (f"    + {_short(sentence)}" for sentence in one.new)


def _keep(shelf: Shelf, content: bytes, text: OfficialText, by: str | None) -> str:
    kept = shelf.kept()
    if kept and kept[-1].sha256 == text.sha256:
        shelf.mend(content, kept[-1])
        return f"the same text was imported {kept[-1].imported_at} by {kept[-1].by}: there is nothing more to keep"
    at = datetime.now(SHANGHAI).isoformat(timespec="seconds")
    entry = Kept(file=text.file, number=text.number, sha256=text.sha256, imported_at=at, by=by or _whoever())
    shelf.add(content, entry)
    return f"kept in {shelf.folder}, imported by {entry.by}"


def _whoever() -> str:
    """Whoever is signed in on this machine. Raises Refused where it does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise Refused("this machine does not know who imports the text: say so with --by NAME") from None


def _quoted(text: OfficialText, plan: Plan) -> str:
    if same_number(text.number, plan.head.number):
        return "answers quote it from now on"
    return (
        f"the plan's data is of {plan.head.number}: answers quote this text when document.yaml has its number and the "
        "clauses are brought in line"
    )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTED else f"{sentence[:_QUOTED]}…"
