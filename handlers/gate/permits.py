"""准进名单: the office and the leaders of a sealed place say whose work cannot stop, so that they come in (DESIGN 6.10)."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.gate.shown import until_words
from knowledge.language.dates import find_date
from knowledge.language.gate_entries import find_entry
from knowledge.times import DAY, day_start
from ledger import places, seals
from ledger.duty import roster
from ledger.gate import permits as gate_permits
from ledger.gate.permits import NewPermit
from ledger.seals import Seal

_ADD = re.compile(r"准进[ :,]+(.{2,200}?)[ ,]*(?:到|至)[ ]?(\S{2,12}?)(?:为止)?")
_LIST = re.compile(r"准进名单|进门名单")
_END = re.compile(r"(?:不再准进|取消准进)[ :,]*第?(\d{1,9})号?")
_ANY = re.compile(r"准进(?:[ :,].*)?", re.DOTALL)


def _places(turn: Turn) -> list[Seal]:
    """The sealed places whose list the writer keeps: those they lead now, or all for the office."""
    if rights.is_office(turn):
        return seals.within(turn.db, places.root_path(turn.db))
    who = turn.contact.person_id
    found: dict[int, Seal] = {}
    for role in rights.roles(turn):
        if role.kind == roster.LEADS_TASK_FORCE and role.path:
            covering = seals.covering(turn.db, role.path)
            for one in [*([covering] if covering is not None else []), *seals.within(turn.db, role.path)]:
                if who is not None and roster.rank_of(turn.db, one, who, turn.now) is not None:
                    found[one.id] = one
    return list(found.values())


def _not_your_hour(turn: Turn) -> str | None:
    """For whoever leads a sealed place, but not at this hour: who does; None for whoever leads none."""
    led = [role.path for role in rights.roles(turn) if role.kind == roster.LEADS_TASK_FORCE and role.path]
    covering = [seals.covering(turn.db, path) for path in led]
    sealed = [*(one for one in covering if one is not None), *(one for path in led for one in seals.within(turn.db, path))]
    if not sealed:
        return None
    leading = [who.recipient.name for one in sealed for who in roster.leading(turn.db, one, turn.now)]
    return turn.render("gate_permit_not_your_hour", leading=list(dict.fromkeys(leading)))


def _add(turn: Turn, match: re.Match[str]) -> str | None:
    mine = _places(turn)
    if not mine:
        return _not_your_hour(turn)
    named = [one for one in mine if one.spoken in match[1] or one.address.rpartition("/")[2] in match[1]]
    where = named if named else mine
    if len(where) != 1:
        return turn.render("gate_permit_where", places=[one.spoken for one in mine])
    until = find_date(match[2], turn.said_time)
    if until is None or until.value < turn.said_on:
        return turn.render("gate_permit_how")
    words = match[1]
    for name in (where[0].spoken, where[0].address.rpartition("/")[2]) if named else ():
        words = words.replace(name, " ")
    found = find_entry(words)
    if found.plate is None and found.name is None:
        return turn.render("gate_permit_how")
    until_at = day_start(until.value) + DAY
    new = NewPermit(found.kind or "other", found.name, found.plate, found.said[:200] or None, until_at)
    row = gate_permits.add(turn.db, where[0].place_id, new, turn.contact.name, turn.contact.person_id, turn.now)
    turn.note("entry permitted", f"entry_permit:{row}")
    return turn.render(
        "gate_permit_added",
        id=row,
        place=where[0].spoken,
        plate=found.plate or "",
        said=found.said,
        until=until_words(turn, until_at),
    )


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    mine = _places(turn)
    scopes = [one.path for one in mine] or [role.path for role in rights.roles(turn) if role.kind == "gate_guard"]
    if not scopes:
        return None
    permits = {one.id: one for scope in scopes if scope for one in gate_permits.listed(turn.db, scope, turn.now)}
    return turn.render(
        "gate_permit_list",
        keeps=bool(mine),
        permits=[
            {
                "id": one.id,
                "plate": one.plate or "",
                "said": one.purpose or one.name or "",
                "place": one.address.replace("/", ""),
                "until": until_words(turn, one.until_at),
            }
            for one in permits.values()
        ],
    )


def _end(turn: Turn, match: re.Match[str]) -> str | None:
    mine = _places(turn)
    if not mine:
        return _not_your_hour(turn)
    number = int(match[1])
    if not any(gate_permits.end(turn.db, number, one.path, turn.contact.name, turn.now) for one in mine):
        return turn.render("gate_permit_gone", id=number)
    about = f"entry_permit:{number}"
    turn.note("entry permit ended", about)
    return turn.render("gate_permit_ended", id=number)


def _how(turn: Turn, _match: re.Match[str]) -> str | None:
    return turn.render("gate_permit_how") if _places(turn) else _not_your_hour(turn)


commands = (
    Command("permit_list", _LIST, _list),
    Command("permit_end", _END, _end),
    Command("permit_add", _ADD, _add),
    Command("permit_how", _ANY, _how),
)
