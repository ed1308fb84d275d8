"""放了, 已出 2人 蒙G22335, 8号楼2单元孕妇走了: a guard says how 急救放行 was used, in their own words (DESIGN 6.1).

Life came before paper; here the paper follows: who has gone is noted as out, with how many they were and in which car. Said
in two messages it is one line. Where several were let out the guard is asked which one it was.
"""

import re
from dataclasses import dataclass

from bot import conversation as engine
from bot.turn import Answers, Turn
from handlers.exits import completing
from handlers.gate import forms, moves, rights
from handlers.gate.shown import moment_words
from knowledge import exit_words
from knowledge.language.danger import find_danger
from knowledge.language.gate_entries import find_entry
from knowledge.language.parties import find_party_size
from knowledge.language.people import find_relatives
from knowledge.language.transport import find_plate
from knowledge.language.trip_places import find_destination
from knowledge.times import HOUR, MINUTE
from ledger import exits, gate
from ledger.exits import Exit, passes
from ledger.exits import moves as exit_moves
from ledger.gate import Passage
from ledger.gate import undoing as gate_undoing
from ledger.gate.posts import Gate

_WENT = re.compile(r"放(?:了|行|走|出)|已?出(?:了|去|门|的)|已出|走(?:了|的)|[拉抬接送]走|上了?救护车")
_OTHERWISE = re.compile(r"[进回?]|来[了个]|不(?:放|让|能|符|对|是|行)|没(?:放|走|出|有)|吗|撤销|记错|[要想]出|急救|还没")
_CODE = re.compile(r"(?<![\da-zA-Z])(\d{4})(?!\d|号楼|[栋幢])")
_NUMBER_ALONE = re.compile(r"[wW]?[\d \-]+")
# Of these nobody tells in the words with which somebody ill is seen off.
_OTHER_EMERGENCIES = frozenset({"fire", "gas", "violence", "lost"})
# A pass that was given so long ago is asked for by its number; what was noted so recently can still be told in full.
_EXPECTED_FOR = 12 * HOUR
_TOLD_WITHIN = 30 * MINUTE


@dataclass(frozen=True, slots=True)
class _Said:
    """What the guard says of those who went: the plate, how many, and by what they can be told apart."""

    plate: str | None
    people: int | None
    door: str | None
    code: str | None
    about: frozenset[str]
    destination: str | None
    went: bool

    @property
    def tells_apart(self) -> bool:
        return bool(self.door or self.code or self.about)


def answer(turn: Turn) -> str | None:
    """The words for a guard who says that somebody let out in an emergency has gone; None for anything else."""
    if not turn.contact.is_staff or _OTHERWISE.search(turn.text) or _NUMBER_ALONE.fullmatch(turn.text):
        return None
    said = _read(turn.text)
    if not (said.went or said.plate or said.people) or not _is_free(turn, said):
        return None
    mine, danger = rights.gates(turn), find_danger(turn.text)
    if danger is not None and danger.kind in _OTHER_EMERGENCIES:
        return None  # 着火了 人都出来了: another emergency is reported, nobody's way to hospital is noted
    found = [(post, one) for post in mine for one in _fitting(turn, post, said)]
    if len(found) == 1:
        return _note(turn, *found[0], said)
    if len(found) < 2 or not said.went:
        return None
    rows = [(one.number, exit_words.who_words(one.name, one.people), one.address.replace("/", "")) for _, one in found]
    return turn.render("gate_emergency_which", rows=rows)


def _read(text: str) -> _Said:
    plate, party = find_plate(text), find_party_size(text)
    rest = text if plate is None else f"{text[: plate.span[0]]} {text[plate.span[1] :]}"
    code, destination = _CODE.search(rest), find_destination(rest)
    return _Said(
        plate.value if plate is not None else None,
        party.size if party is not None else None,
        find_entry(rest).door,
        code[1] if code is not None else None,
        frozenset(one.label for one in find_relatives(rest)),
        destination.name if destination is not None else None,
        _WENT.search(rest) is not None,
    )


def _is_free(turn: Turn, said: _Said) -> bool:
    """Whether no open question takes the words for its answer: that of another car, or a form of the guard's own."""
    if turn.form is None:
        return True
    record = forms.subject_of(turn, "gate_check").get("record")
    one = exits.get(turn.db, int(str(record))) if record is not None else None
    return (one is not None and one.kind == "emergency") or (said.went and said.tells_apart)


def _fitting(turn: Turn, post: Gate, said: _Said) -> list[Exit]:
    """The emergencies of a gate that the words can mean: those who have not gone yet, else who went a moment ago."""
    waiting = [
        one
        for one in exits.with_pass(turn.db, post.path)
        if one.kind == "emergency"
        and one.status == "on_record"
        and one.suspended_at is None
        and turn.now - one.filed_at < _EXPECTED_FOR
    ]
    gone = [
        one
        for one in exits.out_in(turn.db, post.path)
        if one.kind == "emergency" and one.out_at is not None and turn.now - one.out_at < _TOLD_WITHIN
    ]
    blank = [one for one in gone if one.plate is None]
    order = (waiting, gone) if said.went else (blank, waiting, gone)
    for candidates in order:
        told_apart = [one for one in candidates if _fits(turn, one, said)]
        if told_apart:
            by_name = [one for one in told_apart if one.name in turn.text]
            if by_name:
                return by_name
            by_car = [one for one in told_apart if said.plate is not None and one.plate == said.plate]
            return by_car or told_apart
    return []


def _fits(turn: Turn, one: Exit, said: _Said) -> bool:
    """Whether nothing that was said of those who went speaks against this emergency."""
    if said.code is not None and said.code != passes.code_of(turn.db, one.id):
        return False
    if said.door is not None and said.door not in one.address.replace("/", ""):
        return False
    return not (said.about and one.people) or not said.about.isdisjoint(one.people) or said.door is not None


def _note(turn: Turn, post: Gate, one: Exit, said: _Said) -> str:
    """Note that they are out, or complete what was noted a moment ago; the record gets the car and who went."""
    found: Answers = {"plate": said.plate, "destination": said.destination}
    if said.about and not one.people:
        found = {**found, "goers": [{"name": name} for name in sorted(said.about)]}
    one = completing.complete(turn, one, found, by_guard=True) or one
    who = exit_words.who_words(one.name, one.people)
    at = turn.now
    if one.status == "on_record":
        exit_moves.go_out(turn.db, one, turn.now, one.back_due_at)
        people = said.people or (exit_words.count_of(one.people) if one.people else None)
        passage = Passage("out", "emergency", turn.now, one.id, who, one.plate, people, visits=said.door)
        entry = gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)
        moves.note(turn, "emergency let out", f"gate_log:{entry}", {"number": one.number})
    else:
        at, people = one.out_at or turn.now, said.people
        line = gate_undoing.last_of_request(turn.db, one.id, post.path)
        if line is not None and line.direction == "out":
            gate.fill_in(turn.db, line.id, said.plate, said.people)
            moves.note(turn, "emergency completed", f"gate_log:{line.id}", {"number": one.number})
    put_away(turn)
    return turn.render(
        "gate_emergency_out", who=who, at=moment_words(turn, at), people=people, plate=one.plate or "", number=one.number
    )


def put_away(turn: Turn) -> bool:
    """Let go of the open question about another car, so that no 1 is taken for its answer; whether there was one."""
    if turn.form is None or turn.form.name not in forms.NAMES:
        return False
    engine.close(turn, turn.form)
    return True
