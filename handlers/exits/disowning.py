"""没同意过 W0120-01: a leader says that nothing was agreed to, or asks who entered it (THREATS A18, DESIGN 6.3).

Who entered what, when and how is said at once; that a consent by telephone is denied is written down and put before the
office and whoever entered it. What becomes of the pass is theirs to decide: 暂停, or 同意 afterwards.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.exits.filing import note
from handlers.exits.numbers import CALLED, called, led, of_office, to_decide
from handlers.said_back import clock_words
from ledger import exits, people
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.people import Recipient

_NEVER = r"(?:(?:我|从来|根本|可|并|真)*没有?(?:同意|签|答应|批|说)过?(?:字)?)"
_WHO = r"(?:谁|哪个)(?:给|替我)?(?:记|签|批|同意|写|录)的"
_DISOWNS = re.compile(
    rf"{_NEVER}(?:这个|这件|的)? ?(?P<behind>{CALLED})(?P<asks>.*)|不同意 ?(?P<said>{CALLED})[ ,]*{_NEVER}.*"
    rf"|(?P<before>{CALLED})[ ,]*{_NEVER}(?P<more>.*)",
    re.DOTALL,
)
_ASKS = re.compile(rf"(?P<before>{CALLED})(?:是)?[ ,]*{_WHO}[?]?|{_WHO} ?(?P<behind>{CALLED})[?]?")


def says_never(why: str) -> bool:
    """Whether a reason says that nothing was ever agreed to: 我没说过."""
    return re.fullmatch(rf"{_NEVER}.{{0,10}}", why) is not None


def disown(turn: Turn, one: Exit) -> str:
    """Say how the signature came to be; where it is the writer's by telephone, write down that they deny it."""
    by_you = one.signed_by_id is not None and one.signed_by_id == turn.contact.person_id
    by_you = by_you or (one.signed_by_id is None and one.signed_by == turn.contact.name)
    is_denied = by_you and one.signed_via == "phone" and one.owes_a_signature
    told = _put_before_the_office(turn, one) if is_denied else []
    names = "、".join(who.name for who in told if who.openid is not None)
    yours = ("phone" if is_denied else "chat") if by_you else ""
    return _told(turn, one, yours, names)


def _told(turn: Turn, one: Exit, yours: str, told: str) -> str:
    entered_at = clock_words(one.signed_at) if one.signed_at is not None else ""
    return turn.render(
        "exit_disowned", yours=yours, told=told, entered_at=entered_at, state=one.status, **exit_notices.facts(turn.db, one)
    )


def _put_before_the_office(turn: Turn, one: Exit) -> list[Recipient]:
    note(turn, one.id, "consent by telephone denied", {"heard_by": one.heard_by})
    heard = [people.recipient(turn.db, one.heard_by_id)] if one.heard_by_id is not None else []
    told = list({who.person_id: who for who in (*people.office(turn.db), *heard)}.values())
    said, filed = turn.message.text or turn.text, one.status != "signed"
    key = f"denied:{turn.now}"
    exit_notices.tell(turn.db, turn.render, one, told, "exit_disowned_for_office", key, turn.now, said=said, filed=filed)
    return told


def _run(turn: Turn, match: re.Match[str], *, denies: bool) -> str | None:
    if not (led(turn) or rights.is_office(turn)):
        return None
    said = next(match[name] for name in ("behind", "before", "said") if match.groupdict().get(name))
    mine = [one for scope in led(turn) for one in (*exits.to_countersign(turn.db, scope), *exits.under_way(turn.db, scope))]
    digits, *others = called(turn, said, mine)
    if others:
        return turn.render("exit_say_it_whole", numbers=[f"W{number}" for number in (digits, *others)])
    one = to_decide(turn, digits) or of_office(turn, digits)
    if one is None:
        return turn.render("exit_not_found", number=f"W{digits}")
    return disown(turn, one) if denies else _told(turn, one, "", "")


commands = (
    Command("exit_disown", _DISOWNS, lambda turn, match: _run(turn, match, denies=True)),
    Command("exit_who_entered", _ASKS, lambda turn, match: _run(turn, match, denies=False)),
)
