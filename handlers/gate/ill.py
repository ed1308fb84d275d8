"""A fever of somebody without a number at the gate (clauses 2.1, 3.4.2): 出 4单元王叔 发烧38.2, 4单元王叔发烧38度2 要出去.

It is written down as somebody who waits at this gate, with the door that was said; the medical group is told once.
"""

from bot.turn import Turn
from handlers.gate import fever, lookup, moves, rights
from knowledge.language.addresses import find_address
from knowledge.language.gate_entries import EntryFound
from knowledge.times import MINUTE
from ledger import gate, people, places
from ledger.gate import Passage
from ledger.gate.posts import Gate

_LONGEST = 200
# Who is said twice within so many minutes is one person who waits.
_STILL_WAITS = 30 * MINUTE


def answer(turn: Turn, post: Gate, words: str, found: EntryFound) -> str | None:
    """What the guard does about somebody who is said to have a fever, the group being told; None where nobody is."""
    is_said = fever.is_fever(turn, None, words)
    if not is_said and not fever.is_fever(turn, found.temperature):
        return None
    known = lookup.meant(turn, words, found)
    if len(known) == 1 and (found.plate or found.door or found.name or lookup.titled(words)):
        where, shown = known[0]
        return moves.hold(turn, where, shown, found.temperature, is_said)
    named = lookup.titled(words) or found.name
    who = named or turn.render("gate_somebody").strip()
    passage = Passage(
        "held",
        "resident",
        turn.now,
        name=who,
        plate=found.plate,
        people=found.people,
        temperature=found.temperature,
        purpose=None if named else found.said[:_LONGEST] or None,  # who is named is one person in whatever words
        visits=found.door,
    )
    told: list[str] | None = None
    if not gate.is_held(turn.db, post.place_id, passage, turn.now - _STILL_WAITS):
        entry = gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)
        moves.note(turn, "fever at the gate", f"gate_log:{entry}", {})
        home = _home(turn, post, who, words)
        told = fever.raise_alarm(turn, post, entry, who, found.temperature, words, home, found.door or "")
    return turn.render(
        "gate_fever",
        leader=rights.leader_words(turn, post),
        told=told,
        who=" ".join(part for part in (found.door, who) if part),
        temperature=found.temperature,
    )


def _home(turn: Turn, post: Gate, who: str, words: str) -> int | None:
    """Where they live: as registered behind this gate, else the door that was said, where there is such a one."""
    registered = [home for _, home in people.named_in(turn.db, who, post.path) if home is not None]
    if len(registered) == 1:
        return registered[0]
    said = find_address(words)
    if said is None:
        return None
    at = places.parts(post.address)
    unit = said.unit or (at.unit if said.building is None else None)
    door = places.Address(at.community, said.building or at.building, unit, said.room)
    home = places.find(turn.db, door.text()) if said.unit or said.room else None
    return home.id if home is not None else None
