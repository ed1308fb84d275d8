"""消毒, 垃圾清运 (clause 3.4.4: public areas are disinfected each day, rubbish is removed the same day), in one sentence.

Several places and both things in one message are an entry each; what was begun before is ended by what says that it is
done. Words that leave it open whether it is done are asked about, and what is not done is not written down.
"""

from collections.abc import Sequence

from bot.conversation import Choice, Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.logs import own, passing_on, shown, where
from handlers.logs.kept import Kept, loaded
from handlers.logs.missing import still_missing
from handlers.logs.own import BY, SAID, SPOTS, OwnLogs
from knowledge.language.duty_logs import UpkeepSaid, read_upkeep
from knowledge.times import DAY
from ledger.duty import logs
from ledger.duty.logs import UPKEEP, Entry, Log
from ledger.places import Place
from ledger.records import compact

NAME = "disinfection_log"
_ENTRIES, _STATE = "entries", "state"
_DONE, _BEGUN, _NOT_YET = "done", "begun", "not_yet"
# What from somebody who is not on duty asks for it to be done: 能来消毒吗, 垃圾没人清, 垃圾满了.
_WISHES = frozenset({"asked", _NOT_YET, "open"})
_own = OwnLogs(UPKEEP, NAME)


def _prefill(turn: Turn) -> Answers:
    """What the first message says; nothing of it where it only names the log (消毒记录)."""
    said = read_upkeep(turn.text, turn.said_time)
    if not where.keeps_logs(turn):
        wishes = any(one.deed in _WISHES for one in said)
        return {BY: passing_on.WISHES if wishes else passing_on.TELLS, SAID: turn.text}
    if said and all(one.deed == "asked" for one in said):
        return {BY: passing_on.WISHES, SAID: turn.text}
    return {BY: passing_on.STAFF, **_entries(turn, turn.text, said)}


def _entries(turn: Turn, text: str, said: Sequence[UpkeepSaid]) -> Answers:
    """What is to be written down, each with its places as addresses; empty where nothing was said of it."""
    told = [one for one in said if one.deed != "asked"]
    if not told or _is_bare(told) or own.puts_right(text):
        return {}
    return {SAID: text, _ENTRIES: [_entry(turn, one).stored() for one in told]}


def _is_bare(said: Sequence[UpkeepSaid]) -> bool:
    """Whether the words are only the name of the log: 消毒记录."""
    return all(one.deed == "open" and not one.places and len(one.text) <= len("垃圾清运记录") for one in said)


def _entry(turn: Turn, said: UpkeepSaid) -> Kept:
    found = where.meant(turn, said.places)
    default = where.own(turn) if not said.places else []
    known = default if len(default) == 1 else found.places
    end = said.hours.end if said.hours.end is not None else turn.said_at
    spots = tuple(place.address for place in known)
    return Kept(said.kind, said.deed, said.hours.start, end, spots, (*found.unknown, *found.outside), said.text)


def _kept(answers: Answers) -> list[Kept]:
    entries = answers.get(_ENTRIES)
    return [loaded(Kept, one) for one in entries] if isinstance(entries, list) else []


def _lacks_a_place(answers: Answers) -> bool:
    return any(not one.spots and one.deed != _NOT_YET for one in _kept(answers))


def _has_a_place_to_say(answers: Answers) -> bool:
    return passing_on.is_of_staff(answers) and (_ENTRIES not in answers or _lacks_a_place(answers))


def _is_open(answers: Answers) -> bool:
    return any(one.deed == "open" for one in _kept(answers))


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """The sentence, where it is given on asking; a place given on asking is for what had none."""
    if _ENTRIES in answers or SAID not in found:
        return "", found
    return "", {**found, **_entries(turn, str(found[SAID]), read_upkeep(str(found[SAID]), turn.said_time))}


def _sentence(text: str, turn: Turn) -> Value:
    said = read_upkeep(text, turn.said_time)
    if not _entries(turn, text, said):
        raise InvalidAnswer
    return text


def _places_offered(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The writer's own places, where the words name none."""
    return () if any(one.left_out for one in _kept(answers)) else where.offered(where.own(turn))


def _why_asked(_turn: Turn, answers: Answers) -> dict[str, str]:
    names = [name for one in _kept(answers) if not one.spots for name in one.left_out]
    return {"unknown": "、".join(dict.fromkeys(names))}


def _finish(turn: Turn, answers: Answers) -> str:
    if not passing_on.is_of_staff(answers):
        return passing_on.answered(turn, answers, "upkeep_of_staff")
    written: list[dict[str, object]] = []
    left: list[str] = []
    not_yet = False
    for one in _kept(answers):
        deed = answers.get(_STATE, _DONE) if one.deed == "open" else one.deed
        left += one.left_out if one.spots else ()
        if deed == _NOT_YET:
            not_yet = True
            continue
        for address in one.spots or own.addresses(answers):
            written.append(_write(turn, one, own.place_of(turn, address), goes_on=deed == _BEGUN))
    if not written:
        return turn.render("upkeep_not_yet")
    facts = {"written": written, "left": list(dict.fromkeys(left)), "not_yet": not_yet}
    return turn.render("upkeep_filed", **facts, **still_missing(turn))


def _write(turn: Turn, one: Kept, place: Place, *, goes_on: bool) -> dict[str, object]:
    """Write an entry down, or end what was begun there; returns how it is said back."""
    assert turn.contact.person_id is not None and one.end is not None  # staff are bound; `_entry` gives every one an end
    begun = None if goes_on or one.start is not None else _begun(turn, turn.contact.person_id, one.kind, place)
    if begun is not None:
        end = max(one.end, begun.start_at or 0)
        logs.end(turn.db, UPKEEP, begun, end, "\n".join(dict.fromkeys([begun.text, one.text])))
        turn.note("log ended", f"{NAME}:{begun.id}", compact({"kind": begun.kind}))
        return shown.facts(turn, begun.as_entry(end_at=end), place.address)
    start = one.end if goes_on and one.start is None else one.start
    entry = Entry(one.kind, place.id, turn.contact.name, start, None if goes_on else one.end, one.text)
    record = logs.add(turn.db, UPKEEP, entry, turn.filing(place.id))
    turn.note("log written", f"{NAME}:{record}", compact({"kind": entry.kind}))
    return shown.facts(turn, entry, place.address)


def _begun(turn: Turn, who: int, kind: str, place: Place) -> Log | None:
    """What the writer began there within a day and has not ended."""
    found = logs.going_on(turn.db, UPKEEP, who, turn.now - DAY)
    return next((one for one in found if one.kind == kind and one.place_id == place.id), None)


disinfection_log = Conversation(
    name=NAME,
    intents=(NAME,),
    slots=[
        passing_on.slot,
        Slot(SAID, "words", bare=_sentence, private=True),
        Slot(_ENTRIES, "data", asked=False, private=True),
        Slot(
            SPOTS,
            "places",
            bare=own.spots_said,
            offers=_places_offered,
            facts=_why_asked,
            only_if=_has_a_place_to_say,
            spoken=own.spoken_spots,
        ),
        Slot(_STATE, "choice", choices=(_DONE, _BEGUN, _NOT_YET), only_if=_is_open),
        own.started,
        own.ended,
    ],
    prefill=_prefill,
    aside=_aside,
    finish=_finish,
    called=("消毒", "消杀", "垃圾", "清运"),
    asks_which=False,
    filed=_own.filed,
    put_right=own.put_right,
    amend=_own.amend,
    withdraw=_own.withdraw,
    gives_way=True,
)
