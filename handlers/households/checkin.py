"""A grid worker's list of households (clauses 3.4.2, 3.4.8): 3号楼 101王桂芝36.4 102没人 201李铁柱两口36.5 36.8咳嗽.

What was read is shown row by row; what is certain is filed on 提交, what alarms at once; what is unclear is asked, one row
at a time, and never guessed. Doors at which nobody was met are kept as such. The reply names who is still missing. A
resident who sends such a list checks in their own household with it.
"""

from bot.conversation import Choice, Conversation, Slot
from bot.turn import Answers, Turn, Value
from handlers.checkins import doubts as checkin_doubts
from handlers.checkins.days import DAY, day_of
from handlers.checkins.filing import filed, judged
from handlers.checkins.filing import row as said_of
from handlers.households.filing import file_rows
from handlers.households.missing import doors_missing
from handlers.households.places import candidates, scopes
from handlers.households.reading import ALL, NOTHING, Said, answer, list_day, more_rows
from handlers.households.rows import ROWS, Entry, entries_of, kept, where
from handlers.households.shown import (
    OUTSIDE,
    alarms,
    day_shown,
    is_just_alarmed,
    named,
    outside_scope,
    row_shown,
    short,
    spoken_rows,
)
from knowledge.language.household_list import REFUSED, find_whole
from knowledge.language.rest_of_list import says_of_the_rest
from ledger import people, places

NAME = "household_checkin"


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
        return tuple(Choice(short(door.address), short(door.address)) for door in doors[:5])
    return ()


def _prefill(turn: Turn) -> Answers:
    """The rows of the first message, and the day they are of."""
    held = scopes(turn)
    said = more_rows(turn, held, ())
    if said is None:
        return {}
    day = list_day(turn, held).isoformat()
    alone = {"alone": True} if _is_one_of_somebody_known(turn, said) else {}
    return {DAY: day, ROWS: kept(said.entries), OUTSIDE: named(said.outside), **alone}


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
        left = {ROWS: kept(said.entries), OUTSIDE: named(said.outside)}
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
    shown = [entry for entry in done.entries if entry.is_open or entry.is_ready or is_just_alarmed(done, entry)]
    said = turn.render(
        "household_read",
        day=day_shown(turn, answers),
        doors=len({where(entry) for entry in shown}),
        rows=[row_shown(turn, entry) for entry in shown] if not submitted else [],
        filed=len(filed(done.answers)) if submitted else 0,
        asked=row_shown(turn, asked)
        if asked is not None and (submitted or not any(e.is_ready for e in done.entries))
        else None,
        unclear=asked is not None and not submitted,
        whole=find_whole(turn.text),
        rest=says_of_the_rest(turn.text),
        outside=outside_scope(answers, done),
        **alarms(turn, done),
    )
    return said, {**done.answers, ROWS: kept(done.entries), OUTSIDE: []}


def _finish(turn: Turn, answers: Answers) -> str:
    """File what is certain, and say who is still missing; or nothing of it, where it was taken back."""
    held, entries = scopes(turn), entries_of(answers)
    if answers.get("submit") == NOTHING:
        said = turn.render("household_not_filed", filed=len(filed(answers)))
        return checkin_doubts.behind(said, _ask_about(turn, answers, entries))
    done = file_rows(turn, held, answers, entries, only_alarming=False)
    outside = outside_scope(answers, done)
    if not entries:
        return turn.render(
            "household_outside", outside=outside, scopes=[role.address.replace("/", "") for role in held]
        )
    buildings = dict.fromkeys(entry.address.rpartition("/")[0] for entry in entries if entry.address)
    said = turn.render(
        "household_filed",
        day=day_shown(turn, answers),
        filed=len(filed(done.answers)),
        only=said_of(done.filed[0].checkin) if len(entries) == 1 and done.filed else None,
        unreached=[where(entry) for entry in entries if entry.is_unreached and entry.note != REFUSED],
        refused=[
            f"{where(entry)}{' ' + entry.name if entry.name else ''}" for entry in entries if entry.note == REFUSED
        ],
        skipped=[f"{where(entry)} {entry.person}" for entry in entries if entry.skipped and not entry.early],
        rest=says_of_the_rest(turn.text),
        kept=done.kept,
        outside=outside,
        missing=doors_missing(turn, held, day_of(turn, answers), list(buildings)),
        **alarms(turn, done),
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


household_checkin = Conversation(
    name=NAME,
    asks_how_one_is=True,
    intents=(),
    slots=[
        Slot(ROWS, "rows", clears=("submit",), private=True, spoken=spoken_rows),  # names and doors
        Slot("submit", "choice", choices=(ALL, NOTHING), only_if=_waits_for_yes),
        Slot("who", "words", offers=_who_is_offered, only_if=_is_unclear, optional=True),
    ],
    prefill=_prefill,
    finish=_finish,
    early=_early,
    aside=_aside,
)
