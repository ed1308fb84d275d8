"""A grid worker's list of households (clauses 3.4.2, 3.4.8): 3号楼 101王桂芝36.4 102没人 201李铁柱两口36.5 36.8咳嗽.

What was read is shown row by row; what is certain is filed on 提交, what alarms at once; what is unclear is asked, one row
at a time, and never guessed. Doors at which nobody was met are kept as such. The reply names who is still missing. A
resident who sends such a list checks in their own household with it.
"""

import re
from datetime import date

from bot.conversation import Choice, Conversation, Slot, out_of_order, repeat, resume, start
from bot.router import Command
from bot.turn import Answers, Turn, Value
from handlers.checkins import doubts as checkin_doubts
from handlers.checkins.days import DAY, MADE_UP_FOR, day_of
from handlers.checkins.filing import alarm_facts, filed, judged, worst
from handlers.checkins.filing import row as said_of
from handlers.households.filing import Round, file_rows
from handlers.households.missing import ROSTER, doors_missing, missing_words
from handlers.households.of_resident import from_resident
from handlers.households.places import candidates, looks_after_a_village, scopes
from handlers.households.reading import ALL, NOTHING, Said, answer, is_list, list_day, more_rows
from handlers.households.rows import ROWS, Entry, entries_of, kept, where
from handlers.said_back import day_words, word
from knowledge.language.checkin_days import is_within_days
from knowledge.language.household_list import REFUSED, find_rows, find_whole
from knowledge.times import business_day
from ledger import people, places
from ledger.places import parts

NAME = "household_checkin"
_ANYTHING = re.compile(r".+", re.DOTALL)
# Beside the slots: rows outside the scope that the next reply names.
_OUTSIDE = "outside"
_HEALTH = frozenset({"health_checkin", "batch_checkin"})


def _waits_for_yes(answers: Answers) -> bool:
    """Whether something certain is not filed; one row of somebody known needs no second word."""
    entries = entries_of(answers)
    ready = [entry for entry in entries if entry.is_ready]
    return bool(ready) and (len(entries) > 1 or "alone" not in answers)


def _is_unclear(answers: Answers) -> bool:
    return answers.get("submit") != NOTHING and any(entry.is_open for entry in entries_of(answers))


def _who_is_offered(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """What can be answered by number about the first row that is unclear: yes or no, or who is registered there."""
    entries = entries_of(answers)
    first = next((entry for entry in entries if entry.is_open), None)
    if first is None:
        return ()
    if first.asks == "slip":
        return (
            Choice("yes", turn.render("household_is_it", value=f"{first.proposal:g}")),
            Choice("no", turn.render("household_is_not")),
        )
    if first.asks == "name" and first.address is not None:
        named = {entry.name for entry in entries if entry.address == first.address}
        door = places.find(turn.db, first.address)
        living = people.household(turn.db, door.id) if door is not None else []
        return tuple(Choice(name, name) for _, name in living if name not in named)[:5]
    if first.asks == "place":
        doors = candidates(turn, scopes(turn), first)
        return tuple(Choice(_short(door.address), _short(door.address)) for door in doors[:5])
    return ()


def _prefill(turn: Turn) -> Answers:
    """The rows of the first message, and the day they are of."""
    held = scopes(turn)
    said = more_rows(turn, held, ())
    if said is None:
        return {}
    day = list_day(turn, held).isoformat()
    alone = {"alone": True} if _is_one_of_somebody_known(turn, said) else {}
    return {DAY: day, ROWS: kept(said.entries), _OUTSIDE: _named(said.outside), **alone}


def _is_one_of_somebody_known(turn: Turn, said: Said) -> bool:
    if len(said.entries) != 1 or said.outside:
        return False
    only = said.entries[0]
    door = places.find(turn.db, only.address) if only.address is not None else None
    return door is not None and only.name in {name for _, name in people.household(turn.db, door.id)}


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """What the message says to the list: rows, a yes or no, what was missing."""
    known = entries_of(answers)
    said = more_rows(turn, scopes(turn), known)
    if said is None:
        offers = _waits_for_yes(answers) and "submit" not in answers
        numbered = [] if offers else [one.value for one in _who_is_offered(turn, answers)]
        said = answer(turn, scopes(turn), known, found, offers=offers, numbered=numbered)
        if said is None:
            return "", {}
        submit = said.submit or answers.get("submit")
    else:
        submit = None  # new rows are shown before they are filed
    left: dict[str, Value] = {}
    if said.entries != known or said.outside:
        left = {ROWS: kept(said.entries), _OUTSIDE: _named(said.outside)}
    if submit is not None:
        left["submit"] = submit
    return "", left


def _early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File what must not wait, and on a yes all that is certain; show the list, or the row that is asked about."""
    if ROWS not in answers:
        return None
    submitted = answers.get("submit") == ALL
    done = file_rows(turn, scopes(turn), answers, entries_of(answers), only_alarming=not submitted)
    asked = next((entry for entry in done.entries if entry.is_open), None)
    shown = [entry for entry in done.entries if entry.is_open or entry.is_ready or _is_just_alarmed(done, entry)]
    said = turn.render(
        "household_read",
        day=_day_words(turn, answers),
        doors=len({where(entry) for entry in shown}),
        rows=[_row(turn, entry) for entry in shown] if not submitted else [],
        filed=len(filed(done.answers)) if submitted else 0,
        asked=_row(turn, asked)
        if asked is not None and (submitted or not any(e.is_ready for e in done.entries))
        else None,
        unclear=asked is not None and not submitted,
        whole=find_whole(turn.text),
        outside=_outside(answers, done),
        **_alarms(turn, done),
    )
    return said, {**done.answers, ROWS: kept(done.entries), _OUTSIDE: []}


def _finish(turn: Turn, answers: Answers) -> str:
    """File what is certain, and say who is still missing; or nothing of it, where it was taken back."""
    held, entries = scopes(turn), entries_of(answers)
    if answers.get("submit") == NOTHING:
        said = turn.render("household_not_filed", filed=len(filed(answers)))
        return checkin_doubts.behind(said, _ask_about(turn, answers, entries))
    done = file_rows(turn, held, answers, entries, only_alarming=False)
    outside = _outside(answers, done)
    if not entries:
        return turn.render(
            "household_outside", outside=outside, scopes=[role.address.replace("/", "") for role in held]
        )
    buildings = dict.fromkeys(entry.address.rpartition("/")[0] for entry in entries if entry.address)
    said = turn.render(
        "household_filed",
        day=_day_words(turn, answers),
        filed=len(filed(done.answers)),
        only=said_of(done.filed[0].checkin) if len(entries) == 1 and done.filed else None,
        unreached=[where(entry) for entry in entries if entry.is_unreached and entry.note != REFUSED],
        refused=[f"{where(entry)}{' ' + entry.name if entry.name else ''}" for entry in entries if entry.note == REFUSED],
        skipped=[f"{where(entry)} {entry.person}" for entry in entries if entry.skipped and not entry.early],
        kept=done.kept,
        outside=outside,
        missing=doors_missing(turn, held, day_of(turn, answers), list(buildings)),
        **_alarms(turn, done),
    )
    return checkin_doubts.behind(said, _ask_about(turn, done.answers, entries))


def _ask_about(turn: Turn, answers: Answers, entries: list[Entry]) -> str:
    """The question about those filed whose figure and words do not go together; empty where all do."""
    records = filed(answers)
    return checkin_doubts.ask_about(
        turn,
        [
            doubt
            for entry in entries
            if entry.key in records
            for doubt in checkin_doubts.about(
                turn,
                judged(turn, entry.key, entry.checkin(None, day_of(turn, answers)), None),
                records[entry.key][0],
                denied=entry.denies,
            )
        ],
    )


def _alarms(turn: Turn, done: Round) -> dict[str, object]:
    alarmed = [said_of(one.checkin) for one in done.alarmed]
    if not alarmed:
        return {"alarmed": alarmed, "level": "none"}
    return {"alarmed": alarmed, **alarm_facts(turn, worst(done.alarmed), done.told, done.alarmed)}


def _outside(answers: Answers, done: Round) -> list[str]:
    told = answers.get(_OUTSIDE)
    return (
        [*(str(one) for one in told if told), *_named(done.outside)] if isinstance(told, list) else _named(done.outside)
    )


def _is_just_alarmed(done: Round, entry: Entry) -> bool:
    return any(one.key == entry.key for one in done.alarmed)


def _named(entries: list[Entry]) -> list[str]:
    return [f"{where(entry)}{'' if entry.is_unreached else ' ' + entry.person}" for entry in entries]


def _row(turn: Turn, entry: Entry) -> dict[str, object]:
    """A row as it is shown: its mark, where, who, what, and what is asked."""
    unreached = word("unreached", entry.note) if entry.is_unreached else ""
    return {
        "mark": "open" if entry.is_open else "unreached" if unreached else "ready",
        "where": where(entry),
        "who": (entry.name or "") if unreached else entry.person,
        "what": unreached or entry.what,
        "asks": entry.asks if entry.is_open else "",
        "proposal": f"{entry.proposal:g}" if entry.proposal is not None else "",
        "asks_group": entry.door.endswith("号"),
        "has_building": entry.building is not None,
        "is_new": not unreached and entry.name is not None and entry.address is not None and not _is_known(turn, entry),
    }


def _is_known(turn: Turn, entry: Entry) -> bool:
    door = places.find(turn.db, entry.address) if entry.address is not None else None
    return door is not None and entry.name in {name for _, name in people.household(turn.db, door.id)}


def _day_words(turn: Turn, answers: Answers) -> str:
    """The day where it is not today."""
    day = day_of(turn, answers)
    return "" if day == turn.said_on.isoformat() else day_words(date.fromisoformat(day), turn.said_on)


def _short(address: str) -> str:
    known = parts(address)
    return "".join(part for part in (known.building, known.unit, known.room) if part)


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    """A list of households, or the answer to an open one that would be read as somebody's own check-in."""
    is_rows = is_list(turn, houses=True)
    form = turn.form if turn.form is not None and turn.form.name == NAME else None
    if not is_rows and (form is None or turn.reading.intent not in _HEALTH):
        return None
    held = scopes(turn)
    is_rows = is_rows and is_list(turn, looks_after_a_village(held))
    if not held or not (is_rows or form is not None):
        return None
    if form is not None:
        if is_rows and business_day(form.updated_at) == business_day(turn.now):
            return resume(turn, household_checkin, form)  # more rows may come in any order
        if not is_rows:
            then = out_of_order(turn, household_checkin, form)
            return resume(turn, household_checkin, form) if then is form else repeat(turn, household_checkin, form)
    if not is_within_days(list_day(turn, held), turn.said_on, MADE_UP_FOR):
        return turn.render("household_odd_day")
    return _begin(turn)


def _begin(turn: Turn) -> str:
    """Open a list; what was open before waits behind it. A list of an earlier day that was left is not kept."""
    before = turn.form
    if before is not None and before.name == NAME:
        return f"{turn.render('household_left')}\n{start(turn, household_checkin, before.parked)}"
    if before is None:
        return start(turn, household_checkin)
    if before.parked is not None:
        return turn.render("household_wait", title=turn.house.words.form(before.name).title)
    said = start(turn, household_checkin, before)
    waits = turn.render("form_waits", open=turn.house.words.form(before.name).title)
    return said if turn.resumed else f"{waits}\n{said}"


def _roster(turn: Turn, match: re.Match[str]) -> str | None:
    """名单: who is still missing. A look does not close a list that is open."""
    held = scopes(turn)
    if not held:
        return None
    said = missing_words(turn, held, match["building"])
    is_open = turn.form is not None and turn.form.name == NAME
    return f"{said}\n{repeat(turn, household_checkin, turn.form)}" if is_open and turn.form is not None else said


def _whole(turn: Turn, _match: re.Match[str]) -> str | None:
    """5号楼都正常 is nobody's check-in: who of the building is still missing is named, to be checked in by door."""
    building, held = find_whole(turn.text), scopes(turn)
    if building is None or not held or any(row.is_told for row in find_rows(turn.text)):
        return None
    said = turn.render("household_whole", building=building, missing=missing_words(turn, held, building))
    is_open = turn.form is not None and turn.form.name == NAME
    return f"{said}\n{repeat(turn, household_checkin, turn.form)}" if is_open and turn.form is not None else said


def _spoken_rows(value: Value, turn: Turn) -> str:
    return turn.render("household_rows", rows=[_row(turn, entry) for entry in entries_of({ROWS: value})])


household_checkin = Conversation(
    name=NAME,
    intents=(),
    slots=[
        Slot(ROWS, "rows", clears=("submit",), private=True, spoken=_spoken_rows),  # names and doors
        Slot("submit", "choice", choices=(ALL, NOTHING), only_if=_waits_for_yes),
        Slot("who", "words", offers=_who_is_offered, only_if=_is_unclear, optional=True),
    ],
    prefill=_prefill,
    finish=_finish,
    early=_early,
    aside=_aside,
)
commands = (
    Command("household_missing", ROSTER, _roster),
    Command("household_whole", _ANYTHING, _whole),
    Command("household_list", _ANYTHING, _list),
    Command("household_of_a_resident", _ANYTHING, from_resident, staff_only=False),
)
