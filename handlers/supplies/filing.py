"""Filing a supply request (clause 3.4.5): a part for each group that the rule names, put to the group at once.

What is urgent alerts the group (by the alert's deadline); everything else has a deadline of its own from config.yaml. The
grid worker is told too: they know the door.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.turn import Answers, Turn
from handlers import groups
from handlers.people import behalf
from handlers.people.registering import place_of, register_writer
from handlers.said_back import clock_words
from handlers.supplies.items import stored, words_of
from handlers.supplies.notices import about, note, tell, tell_group
from handlers.supplies.routing import Part, route
from handlers.supplies.slots import listed
from handlers.supplies.summary import shown
from knowledge.daytime import after_daytime
from knowledge.times import MINUTE, business_day
from ledger import alerts, people, records, supplies
from ledger.alerts import NewAlert
from ledger.places import Place
from ledger.records import compact
from ledger.supplies import NewRequest

_LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Filed:
    """A part as it was filed, and in words who was told of it (empty: nobody)."""

    row_id: int
    new: NewRequest
    part: Part
    told: str

    def shown(self, turn: Turn) -> dict[str, object]:
        """The part in words."""
        return {
            "number": self.new.number,
            "request": self.new.request,
            "things": words_of(self.part.things),
            "group": groups.title(turn.house, self.part.group_id),
        }


def file_request(turn: Turn, answers: Answers) -> str:
    """Record the request by parts, put each to its group, and say what happens next."""
    place = place_of(turn, answers)
    if not turn.contact.is_bound:
        person_id = register_writer(turn, answers, place)
        turn.contact = replace(turn.contact, person_id=person_id, name=str(answers["name"]))
    day = business_day(turn.now)
    number = f"S{day:%m%d}-{records.next_number(turn.db, f'supply_request:{day}'):02d}"
    parts = route(turn, listed(answers), answers.get("urgency") == "urgent")
    letters = _LETTERS[: len(parts)] if len(parts) > 1 else [""]
    filed = [
        file_part(turn, answers, part, number, f"{number}{letter}", place)
        for part, letter in zip(parts, letters, strict=True)
    ]
    tell_grid_workers(turn, answers, filed, place)
    return turn.render(
        "supply_filed",
        parts=[one.shown(turn) for one in filed],
        told=list(dict.fromkeys(one.told for one in filed if one.told)),
        clauses=clauses_of(filed),
        duty_phone=turn.house.settings.office.duty_phone,
        asks_for_help=answers.get("payment") == "help",
        **{name: value for name, value in shown(answers).items() if name in {"address", "name", "is_repair"}},
    )


def clauses_of(filed: Sequence[Filed]) -> list[str]:
    """The clauses on which the parts rest, each once."""
    return list(dict.fromkeys(clause for one in filed for clause in one.part.clauses))


def file_part(turn: Turn, answers: Answers, part: Part, request: str, number: str, place: Place | None) -> Filed:
    """One part on record and before its group."""
    new = new_request(turn, answers, part, request, number)
    filing = behalf.filing(turn, answers, place.id if place else None)
    row_id = supplies.add(turn.db, new, filing, part.stored)
    note(turn, row_id, number, "supplies asked for", group=part.group_id, things=len(part.things))
    alert = raise_alert(turn, new, part, row_id, place) if part.alert else None
    body = turn.render("supply_for_group", **group_facts(turn, answers, new, part), **_alert_facts(turn, alert))
    told = tell_group(turn, row_id, part.group_id, body, "filed", urgent=part.alert, menu=taking_menu(turn, number))
    return Filed(row_id, new, part, told)


def next_letter(turn: Turn, request: str) -> str:
    """The letter of a part that joins a request later; the first part had none, or A."""
    parts = supplies.for_group(turn.db, request, None)
    last = max((one.number.removeprefix(request) or _LETTERS[0] for one in parts), default="")
    return _LETTERS[_LETTERS.index(last) + 1] if last else ""


def taking_menu(turn: Turn, number: str) -> tuple[tuple[str, str], ...]:
    """The tap with which somebody takes a request."""
    return ((f"supply:take:{number}", turn.render("supply_take_word", number=number)),)


def group_facts(turn: Turn, answers: Answers, new: NewRequest, part: Part) -> dict[str, object]:
    """A part as its group reads it."""
    facts = shown(answers)
    return {
        **facts,
        "number": new.number,
        "group": groups.title(turn.house, part.group_id),
        "is_repair": part.steps == "repair",
        "urgent": part.alert,
        "things": words_of(part.things),
        # Of medicine nothing else is taken without asking.
        "substitute": facts["substitute"] if new.substitute else turn.render("supply_ask_first"),
    }


def new_request(turn: Turn, answers: Answers, part: Part, request: str, number: str) -> NewRequest:
    """A part as it is recorded."""

    def text(name: str) -> str | None:
        value = answers.get(name)
        return value if isinstance(value, str) else None

    medicine = any(one.kind == "medicine" for one in part.things)
    is_bought = part.steps == "delivery"
    receiver = text("receiver")
    patience = turn.house.settings.supplies.accept_within_minutes * MINUTE
    return NewRequest(
        number=number,
        request=request,
        group_id=part.group_id,
        steps=part.steps,
        person_id=behalf.person_of(turn, {**answers, "name": receiver or answers["name"]}),
        name=receiver or str(answers["name"]),
        community=text("community"),
        building=text("building"),
        unit=text("unit"),
        room=text("room"),
        items=compact(stored(part.things)),
        urgency=text("urgency"),
        for_special=text("for_special"),
        medicine=medicine,
        substitute=text("substitute") if is_bought and not medicine else None,
        payment=text("payment") if is_bought else None,
        due_at=None if part.alert else after_daytime(turn.now, patience),
    )


def tell_grid_workers(turn: Turn, answers: Answers, filed: Sequence[Filed], place: Place | None) -> None:
    """One message to the grid workers of the door about all parts."""
    wanted = [one for one in filed if one.part.tell_grid_worker]
    if place is None or not wanted:
        return
    facts = shown(answers)
    parts = [one.shown(turn) for one in wanted]
    body = turn.render("supply_for_grid_worker", **{**facts, "parts": parts})
    tell(turn, wanted[0].row_id, people.grid_workers_for(turn.db, place.path), body, "grid", "task")


def raise_alert(turn: Turn, new: NewRequest, part: Part, row_id: int, place: Place | None) -> tuple[int, int]:
    """The alert to the group, which is settled when somebody takes the request: (its number, its deadline)."""
    due_at = turn.now + turn.house.settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    alert = NewAlert(part.group_id, "supplies", about(row_id), new.name, turn.contact.openid, due_at)
    number = alerts.add(turn.db, alert, turn.filing(place.id if place else None), part.stored)
    turn.note("alert sent", f"alert:{number}", compact({"group": part.group_id, "about": about(row_id)}))
    return number, due_at


def _alert_facts(turn: Turn, alert: tuple[int, int] | None) -> dict[str, object]:
    number, due_at = alert or (None, turn.now)
    return {"alert": number, "due": clock_words(due_at)}
