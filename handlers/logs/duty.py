"""值班, 交班, 带班, 巡逻 (clauses 3.4.1, 3.4.3, 3.4.6): the duty log, in one sentence.

It is the log of the guards' shifts too: who is at a gate is whoever has begun a shift there and not ended it, whatever is
written down afterwards (docs/decisions/0024). What names no hours belongs to the shift that the writer is on.
"""

import re

from bot.conversation import Choice, Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.gate import duty as gate_duty
from handlers.gate import rights as gate_rights
from handlers.gate.shown import moment_words
from handlers.logs import own, passing_on, shown, where
from handlers.logs.kept import KeptDuty, loaded
from handlers.logs.own import BY, SAID, SPOTS, OwnLogs
from knowledge.language.duty_logs import read_duty
from ledger import places
from ledger.duty import logs
from ledger.duty.logs import DUTY, Entry
from ledger.gate import duty as shifts
from ledger.gate.duty import Shift
from ledger.places import Place
from ledger.records import compact

NAME = "duty_log"
_ENTRY = "entry"
_own = OwnLogs(DUTY, NAME)
_BARE = re.compile(r"(?:写|记)?(?:值[班守]|巡[逻查])(?:记录|日志|登记|情况)?")
_HEAD = re.compile(r"值[班守](?:记录|日志)[ :,]+")
# Words of whoever goes off duty that say it and nothing else; who stands at a gate has commands of their own.
_OFF = re.compile(r"我?(?:交班|下班|下岗|撤岗)了?(?:[ ,:]+(.{1,500}))?", re.DOTALL)


def _prefill(turn: Turn) -> Answers:
    """What the first message says; nothing of it where it only names the log (值班记录)."""
    if not where.keeps_logs(turn):
        return {BY: passing_on.TELLS, SAID: turn.text}
    is_none = _BARE.fullmatch(turn.text) is not None or own.puts_right(turn.text)
    return {BY: passing_on.STAFF, **({} if is_none else _entry(turn, turn.text))}


def _entry(turn: Turn, text: str) -> Answers:
    """What is to be written down, with its place as an address where the words or the writer's post give one."""
    said = read_duty(_HEAD.sub("", text, count=1), turn.said_time)
    found = where.meant(turn, said.places)
    known = list(found.places)
    if not said.places:
        shift = _shift(turn)
        default = [places.get(turn.db, shift.place_id)] if shift is not None else where.own(turn, at_gate=said.at_gate)
        known = default if len(default) == 1 else []
    entry = KeptDuty(
        said.kind,
        said.deed,
        said.hours.start,
        said.hours.end,
        tuple(place.address for place in known),
        (*found.unknown, *found.outside),
        said.text,
        said.hours.planned_end is not None,
        said.ends,
        said.at_gate,
        said.leads,
        said.person,
    )
    return {SAID: text, _ENTRY: entry.stored()}


def _needs_a_place(answers: Answers) -> bool:
    if not passing_on.is_of_staff(answers):
        return False
    if _ENTRY not in answers:
        return True
    one = loaded(KeptDuty, answers[_ENTRY])
    return not one.spots and one.deed in {"done", "begun"}


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """The sentence, where it is given on asking."""
    if _ENTRY in answers or SAID not in found:
        return "", found
    return "", {**found, **_entry(turn, str(found[SAID]))}


def _sentence(text: str, _turn: Turn) -> Value:
    if len(text) < 2 or _BARE.fullmatch(text):
        raise InvalidAnswer
    return text


def _offered(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The writer's own places, where the words name none."""
    return () if _left_out(answers) else where.offered(where.own(turn))


def _why_asked(_turn: Turn, answers: Answers) -> dict[str, str]:
    return {"unknown": "、".join(_left_out(answers))}


def _left_out(answers: Answers) -> tuple[str, ...]:
    return loaded(KeptDuty, answers[_ENTRY]).left_out if _ENTRY in answers else ()


def _finish(turn: Turn, answers: Answers) -> str:
    if not passing_on.is_of_staff(answers):
        return passing_on.answered(turn, answers, "duty_log_of_staff")
    one = loaded(KeptDuty, answers[_ENTRY])
    if one.deed == "asked":
        return turn.render("duty_log_asked")
    if one.deed == "not_yet":
        return turn.render("duty_log_ahead")
    shift = _shift(turn)
    if one.ends and shift is not None:
        return _end(turn, shift, one.text, one.end)
    if one.deed == "begun" and one.kind == "shift":
        return _begin(turn, _spots(turn, answers, one)[0], one)
    if shift is not None and one.kind == "shift" and one.start is None and one.end is None:
        return gate_duty.write(turn, shift, one.text)
    return _write(turn, _spots(turn, answers, one), one)


def _shift(turn: Turn) -> Shift | None:
    """The shift that the writer is on."""
    who = turn.contact.person_id
    return shifts.open_of(turn.db, who) if who is not None else None


def _spots(turn: Turn, answers: Answers, one: KeptDuty) -> list[Place]:
    return [own.place_of(turn, address) for address in one.spots or own.addresses(answers)]


def _begin(turn: Turn, place: Place, one: KeptDuty) -> str:
    """Begin a shift; at the writer's own gate with what is to be seen there."""
    start = next((at for at in (one.start, one.end) if at is not None), turn.said_at)
    gate = next((gate for gate in gate_rights.gates(turn) if gate.place_id == place.id), None)
    if gate is not None and not one.leads:
        return gate_duty.begin(turn, gate, start, "")
    entry = Entry("shift", place.id, one.person or turn.contact.name, start, None, one.text, _post(turn, place, one))
    who = turn.contact.person_id
    assert who is not None  # staff are bound
    if not shifts.begin(turn.db, entry, turn.filing(place.id)):
        return gate_duty.on_duty_already(turn, who)
    shift = shifts.open_of(turn.db, who)
    assert shift is not None  # just begun
    gate_duty.note(turn, "duty begun", shift, {"post": entry.post})
    return turn.render("duty_log_begun", planned=one.is_planned, **shown.facts(turn, entry, place.address))


def _end(turn: Turn, shift: Shift, text: str, at: int | None) -> str:
    """End the shift that the writer is on; its last line is how it was handed over."""
    at = turn.now if at is None else at
    if shift.post == shifts.GATE and gate_rights.gates(turn):
        return gate_duty.end(turn, text, at)
    at = max(at, shift.start_at)
    if not shifts.end(turn.db, shift, at, text):
        return turn.render("gate_not_on_duty")
    gate_duty.note(turn, "duty ended", shift, {})
    place = places.get(turn.db, shift.place_id)
    since = moment_words(turn, shift.start_at)
    return turn.render("duty_log_ended", place=place.address.replace("/", ""), since=since, at=moment_words(turn, at))


def _write(turn: Turn, spots: list[Place], one: KeptDuty) -> str:
    """Write down what is over, an entry for each place; or that a patrol begins, or has ended."""
    at = turn.said_at if one.end is None else one.end
    patrol = _patrol(turn) if one.kind == "patrol" and one.start is None else None
    if patrol is not None and one.deed == "begun":
        return turn.render("duty_log_on_patrol", since=moment_words(turn, patrol.start_at or turn.now))
    if patrol is not None:
        at = max(at, patrol.start_at or 0)
        logs.end(turn.db, DUTY, patrol, at, "\n".join((patrol.text, one.text)))
        turn.note("log ended", f"{NAME}:{patrol.id}", compact({"kind": patrol.kind}))
        return _said_back(turn, patrol.as_entry(end_at=at), [patrol.spoken])
    start, end = at if one.start is None else one.start, None if one.deed == "begun" else at
    person = one.person or turn.contact.name
    for place in spots[:1] if end is None else spots:  # nobody is on two patrols at once
        entry = Entry(one.kind, place.id, person, start, end, one.text, _post(turn, place, one))
        record = logs.add(turn.db, DUTY, entry, turn.filing(place.id))
        turn.note("duty written", f"{NAME}:{record}", compact({"kind": entry.kind, "post": entry.post}))
    return _said_back(turn, entry, [place.address for place in spots])


def _said_back(turn: Turn, entry: Entry, addresses: list[str]) -> str:
    facts = shown.facts(turn, entry, "、".join(addresses))
    return turn.render("duty_log_written", person=entry.person, own=turn.contact.name, **facts)


def _patrol(turn: Turn) -> logs.Log | None:
    """The patrol on which the writer is."""
    who = turn.contact.person_id
    found = logs.going_on(turn.db, DUTY, who, turn.now - shifts.LONGEST_SHIFT) if who is not None else []
    return next((one for one in found if one.kind == "patrol"), None)


def _post(turn: Turn, place: Place, one: KeptDuty) -> str:
    """Whose hours it covers: the gate's where a guard is at theirs or the words name one, those of whoever leads (带班), or
    those of the writer's own role."""
    if one.leads:
        return shifts.LEADER
    if one.at_gate or any(gate.place_id == place.id for gate in gate_rights.gates(turn)):
        return shifts.GATE
    return own.role_at(turn, place)


def _off(turn: Turn, match: re.Match[str]) -> str | None:
    """下班了 of whoever is on a shift of another kind than a guard's; ordinary text for anybody else."""
    shift = _shift(turn)
    return _end(turn, shift, match[1] or "", None) if shift is not None else None


duty_log = Conversation(
    name=NAME,
    intents=(NAME,),
    slots=[
        Slot(SAID, "words", bare=_sentence, private=True),
        Slot(_ENTRY, "data", asked=False, private=True),
        Slot(
            SPOTS,
            "places",
            bare=own.spots_said,
            offers=_offered,
            facts=_why_asked,
            only_if=_needs_a_place,
            spoken=own.spoken_spots,
        ),
        own.started,
        own.ended,
    ],
    prefill=_prefill,
    aside=_aside,
    finish=_finish,
    called=("值班", "值守", "巡逻", "巡查", "交班", "带班"),
    asks_which=False,
    filed=_own.filed,
    put_right=own.put_right,
    amend=_own.amend,
    withdraw=_own.withdraw,
    gives_way=True,
)
commands = (Command("duty_off", _OFF, _off),)
