"""Who a guard means without a number: by vehicle, name or door (李大爷, 8号楼2单元301), among the passes of the own gates.

Nothing is noted by it: whoever is found is shown, and the guard says whether it is them.
"""

import re

from bot.turn import Turn
from handlers.gate import rights
from knowledge.language.gate_entries import EntryFound
from ledger import exits
from ledger.exits import Exit, passes
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate

# 李大爷, 王叔, 张婶; 老李, 小王, 老李家
_TITLED = re.compile(
    r"([一-鿿])(?:大爷|大妈|大娘|大叔|大婶|大哥|大姐|阿姨|奶奶|爷爷|师傅|老师|叔叔?|婶子?|姨|伯伯?|嫂子?|哥|姐|姑|家)"
    r"|[老小]([一-鿿])(?![一-鿿]?单元)"
)
_NO_SURNAME = frozenset("老小大他她它我你您这那谁人家出进回去来走")
_GOES_BY = frozenset({"out", "overdue", "on_record"})


def meant(turn: Turn, words: str, found: EntryFound, statuses: frozenset[str] = _GOES_BY) -> list[tuple[Gate, Shown]]:
    """The exits in force at the writer's gates that the words fit, in one of these states."""
    known: dict[int, tuple[Gate, Shown]] = {}
    for post in rights.gates(turn):
        for one in [*exits.with_pass(turn.db, post.path), *exits.out_in(turn.db, post.path)]:
            if one.status in statuses and one.id not in known and _fits(one, words, found):
                known[one.id] = post, Shown(one, passes.code_of(turn.db, one.id) or "")
    return list(known.values())


def outside(turn: Turn) -> list[tuple[Gate, Shown]]:
    """Everybody who is out through the writer's gates."""
    return [
        (post, Shown(one, passes.code_of(turn.db, one.id) or ""))
        for post in rights.gates(turn)
        for one in exits.out_in(turn.db, post.path)
    ]


def titled(words: str) -> str:
    """How somebody is called who is not named in full: 王叔, 老李; empty where nobody is."""
    match = _match(words)
    return match[0].removesuffix("家") if match is not None else ""


def _match(words: str) -> re.Match[str] | None:
    return next((one for one in _TITLED.finditer(words) if (one[1] or one[2]) not in _NO_SURNAME), None)


def _fits(one: Exit, words: str, found: EntryFound) -> bool:
    if found.plate is not None:
        return one.plate == found.plate
    address = one.address.replace("/", "")
    if found.door is not None and found.door not in address:
        return False
    named = [name for name in (one.name, *one.people) if len(name) > 1 and name in words]
    title = _match(words)
    if named or (title is not None and one.name.startswith(title[1] or title[2])):
        return True
    return found.door is not None and title is None and found.name is None
