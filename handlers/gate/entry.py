"""Who comes in at the gate of a sealed place (clauses 3.4.1, 2.2): by the rule, noted by the guard, never a bare no.

Emergency vehicles come in at once; whoever lives there is told before that there is no way out again; who is on the list
of necessary staff comes in, who is not is put to the leader. What cannot come in is left at the gate, or somebody called.
Which of these it is for whom is decided in handlers/gate/course.py.
"""

import re
from collections.abc import Mapping

from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers import groups
from handlers.gate import fever, forms, ill, rights
from handlers.gate.course import course_of, hurry, kind_of
from handlers.gate.shown import moment_words, until_words
from knowledge.language.gate_entries import EntryFound, find_entry
from knowledge.times import MINUTE, business_day
from ledger import gate
from ledger.gate import Passage
from ledger.gate import permits as gate_permits
from ledger.gate.permits import Permit
from ledger.gate.posts import Gate
from ledger.records import Stored, compact
from ledger.returns import Report

# 进 蒙G12345 送菜, 进外卖, 有车要进 …, 来了个送快递的, 外卖要进
_IN = re.compile(
    r"(?:有?(?:人|车|个人|辆车)?[想要]?进(?:[门来去入])?)"
    r"(?:[ :,]+|(?=外卖|快递|[一-鿿] ?[A-Za-z][ ·.\-]?[A-Za-z\d]{4}))(.+)"
    r"|来了?(?:一?[个位辆]|人)[ :,]*(.{2,100}?)的?"
    r"|(.{2,100}?) ?[想要]进(?:[门来去])?[吗不]?"
    r"|进|进门"
)
_OUT = re.compile(r"出(?:门|去)?[ :,]+(.+)")
_LONGEST = 200
# Where the guard lets somebody in by another's word.
_ASKED = frozenset({"ask_leader", "ask_office", "at_the_gate", "stays_out"})
# Who is sent twice within so many minutes with a fever is one person who waits.
_STILL_WAITS = 30 * MINUTE


def _comes_in(turn: Turn, match: re.Match[str]) -> str | None:
    mine = rights.gates(turn)
    if not mine:
        return None
    words = match[1] or match[2] or match[3]
    if words is not None:
        return comes_in(turn, mine[0], words)
    is_answer = turn.form is not None and turn.form.name == gate_entry.name
    return None if is_answer else turn.render("gate_entry_how")


def comes_in(turn: Turn, post: Gate, words: str) -> str:
    """Somebody wants in: what the rule says of them, and the question whether they came in."""
    if post.seal is None:
        return turn.render("gate_open_place", place=post.spoken)
    found = find_entry(words)
    kind = kind_of(turn, post, found)
    permit = gate_permits.fitting(turn.db, post.path, found.plate, found.name, turn.now)
    decided = course_of(turn, post, found, kind, permit)
    course, stored = decided.course, decided.stored
    said = _said(found, kind)
    if course == "at_once":
        _note(turn, post, said, stored, "in", None)
        return turn.render("gate_entry_at_once", at=moment_words(turn, turn.now), **_words(said))
    is_feverish = fever.is_fever(turn, found.temperature, found.said)
    told = _alarm(turn, post, found, said) if is_feverish else None
    shown = turn.render(
        "gate_entry_shown",
        course=course,
        permit=_permit_words(turn, permit),
        leader=rights.leader_words(turn, post),
        clause=decided.clause,
        fever=is_feverish,
        told=told,
        office=_ask_office(turn, post, said, decided.report) if course == "ask_office" else [],
        report=decided.report.number if decided.report is not None else "",
        **_words(said),
    )
    subject: Value = {
        "gate": post.place_id,
        "said": said,
        "course": course,
        "stored": stored.columns(),
        "fever": is_feverish,
        "shown_at": turn.now,
    }
    hint, goes_in, away = turn.render("gate_tap_entry", who=_called(said)).splitlines()
    taps = ((f"gate:entry.{turn.now}:in", goes_in), (f"gate:entry.{turn.now}:away", away))
    answers: Answers = {"subject": subject, "shown": shown}
    return forms.ask(turn, gate_entry, answers, f"place:{post.place_id}", taps, hint)


def _alarm(turn: Turn, post: Gate, found: EntryFound, said: dict[str, Value]) -> list[str] | None:
    """Somebody with a fever stands at the gate: written down, and whom the rule names is told; None where they were."""
    passage = Passage("held", at=turn.now, **said)  # type: ignore[arg-type]
    if gate.is_held(turn.db, post.place_id, passage, turn.now - _STILL_WAITS):
        return None
    entry = _note(turn, post, said, Stored(), "held", None)
    return fever.raise_alarm(turn, post, entry, _called(said), found.temperature, found.said)


def _called(said: Mapping[str, Value]) -> str:
    """By what somebody at the gate is called."""
    return " ".join(str(part) for part in (said["plate"], said["purpose"] or said["name"]) if part)


def _ask_office(turn: Turn, post: Gate, said: Mapping[str, Value], report: Report | None) -> list[str]:
    """Tell the office, and whoever leads, that somebody waits at the gate for their word; returns who gets a message."""
    if report is not None:
        hurry(turn, report)
    about = f"return_report:{report.id}" if report is not None else f"place:{post.place_id}"
    key = f"returning:{post.place_id}:{business_day(turn.now)}:{_called(said)}"
    number = report.number if report is not None else ""
    return rights.tell(turn, post, "gate_returning_told", about, key, report=number, **_words(said))


def from_paper(turn: Turn, post: Gate, words: str, at: int) -> str:
    """Somebody who came in while there was no signal: written down with the hour on paper, whatever the rule says."""
    found = find_entry(words)
    permit = gate_permits.fitting(turn.db, post.path, found.plate, found.name, turn.now)
    kind = kind_of(turn, post, found)
    said = _said(found, kind)
    _note(turn, post, said, course_of(turn, post, found, kind, permit).stored, "in", None, paper_at=at)
    return turn.render("gate_paper_entry", at=moment_words(turn, at), **_words(said))


def _said(found: EntryFound, kind: str) -> dict[str, Value]:
    """A visitor as the log keeps them."""
    return {
        "kind": kind,
        "name": found.name,
        "plate": found.plate,
        "people": found.people,
        "temperature": found.temperature,
        "visits": found.door,
        "purpose": found.said[:_LONGEST] or None,
    }


def _finish(turn: Turn, answers: Answers) -> str:
    subject = answers["subject"]
    assert isinstance(subject, dict)
    post = rights.gate_of(turn, subject["gate"])
    if post is None:
        return turn.render("gate_gone")
    said, kept, course = subject["said"], subject["stored"], str(subject["course"])
    assert isinstance(said, dict) and isinstance(kept, dict)
    stored = Stored(**kept)
    goes_in = answers["answer"] == "in"
    asked = goes_in and (course in _ASKED or bool(subject["fever"]))
    whom = groups.title(turn.house, groups.OFFICE) if course == "ask_office" else rights.leader_words(turn, post)
    remark = turn.render("gate_entry_agreed", leader=whom) if asked else None
    entry = _note(turn, post, said, stored, "in" if goes_in else "turned_away", remark)
    told: list[str] = []
    if asked:
        told = rights.tell(turn, post, "gate_entry_told", f"gate_log:{entry}", f"entry:{entry}", **_words(said))
    return turn.render(
        "gate_entry_noted",
        goes_in=goes_in,
        course=course,
        at=moment_words(turn, turn.now),
        told=told,
        leader=rights.leader_words(turn, post),
        **_words(said),
    )


def _note(
    turn: Turn,
    post: Gate,
    said: Mapping[str, Value],
    stored: Stored,
    direction: str,
    remark: str | None,
    paper_at: int | None = None,
) -> int:
    at = turn.now if paper_at is None else paper_at
    passage = Passage(direction, at=at, late_entry=paper_at is not None, remark=remark, **said)  # type: ignore[arg-type]
    entry = gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now, stored)
    detail = compact({"direction": direction, "kind": said["kind"], "late_entry": paper_at is not None})
    action = {"turned_away": "entry turned away", "held": "fever at the gate"}.get(direction, "entry noted")
    turn.note(action, f"gate_log:{entry}", detail)
    return entry


def _goes_out(turn: Turn, match: re.Match[str]) -> str | None:
    """出 蒙G12345: whoever came in to work leaves again; anybody else needs a pass."""
    mine = rights.gates(turn)
    if not mine:
        return None
    found = find_entry(match[1])
    feverish = ill.answer(turn, mine[0], match[1], found)
    if feverish is not None:
        return feverish
    left = goes_out(turn, mine, found)
    if left is not None:
        return left
    if mine[0].seal is None:
        return turn.render("gate_unsealed", place=mine[0].spoken)
    return turn.render("gate_no_pass", leader=rights.leader_words(turn, mine[0]), door=found.door or "")


def goes_out(turn: Turn, mine: list[Gate], found: EntryFound) -> str | None:
    """Note that a vehicle or a visitor leaves who came in before; None where none of them did."""
    for post in mine:
        inside = gate.last_in(turn.db, post.path, found.plate, found.name)
        if inside is not None:
            said = {**_said(found, inside.kind), "name": inside.name, "plate": inside.plate, "visits": None}
            _note(turn, post, said, Stored(), "out", None)
            return turn.render("gate_entry_left", at=moment_words(turn, turn.now), **_words(said))
    return None


def _words(said: Mapping[str, Value]) -> dict[str, object]:
    """A visitor for a template."""
    return {
        "kind": said["kind"],
        "plate": said["plate"] or "",
        "said": said["purpose"] or said["name"] or "",
        "people": said["people"],
        "temperature": said["temperature"],
    }


def _permit_words(turn: Turn, permit: Permit | None) -> str:
    return (
        ""
        if permit is None
        else turn.render("gate_permit_words", by=permit.filed_by, until=until_words(turn, permit.until_at))
    )


gate_entry = forms.question(
    "gate_entry",
    _finish,
    ("in", "放行?|进[去来]?|让进|同意进?"),
    ("away", "(?:没|不)(?:放|让进|让|进|同意|行|放行|进[去来])"),
)
commands = (
    Command("gate_in", _IN, _comes_in),
    Command("gate_out", _OUT, _goes_out),
)
