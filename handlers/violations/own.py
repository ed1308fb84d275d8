"""What whoever told of something can still do: look where it stands, add words or a photo, stay unnamed, take it back.

All of it is found by their account alone, and passed on without saying whose it is.
"""

import re
from collections.abc import Sequence

from bot.conversation import Filed
from bot.offer import Command
from bot.turn import Answers, Turn
from handlers.exits.asked import known as own_exits
from handlers.said_back import as_written
from handlers.supplies.notices import staff_of
from handlers.violations.filing import note, put
from handlers.violations.shown import NUMBER, status_words, without_the_writer
from handlers.violations.where import known_place, where_of
from knowledge.language.corrections import corrected_part
from knowledge.language.violations import is_only_a_wish, read_violation
from knowledge.times import DAY, HOUR
from ledger import people, violations
from ledger.people import Recipient
from ledger.violations import Violation, moves

# So long what was seen to is still shown; so long what is told without a number belongs to the newest.
_REMEMBERED, _BELONGS_FOR = 14 * DAY, DAY
# So soon after it was told a correction that names a place is about it.
_PUT_RIGHT_FOR = HOUR
_ADDS = re.compile(rf"补充(?:一下|内容|一点)?[ ,:;。]*(?:{NUMBER})?[ ,:;。]*(.*)", re.DOTALL)
_UNNAMED = re.compile(r"[^?？]*(?:匿名|留名|记我|写我|说是我|说我|提我|知道|告诉|保密|透露|暴露)[^?？]*")
_LOOKS = re.compile(NUMBER)
_ADDED_AT_LEAST, _LONGEST = 2, 1500
_FORM = "violation_report"


def filed(turn: Turn) -> Sequence[Filed]:
    """What the writer has told, the newest first."""
    title = turn.house.words.form("violation_report").title
    return [
        Filed(
            record=one.id,
            name=f"{one.number} {title}",
            status=status_words(one),
            filed_at=one.filed_at,
            answers={"what": one.text, "spot": one.place or None},
            fixed=turn.render("violation_fixed", number=one.number) if one.is_over else "",
            can_be_withdrawn=not one.is_over,
        )
        for one in _mine(turn)
    ]


def withdraw(turn: Turn, filed: Filed) -> str:
    """Take it back; whoever was to see to it is told that there is nothing to see to any more."""
    seen = violations.get(turn.db, filed.record)
    if seen is None or not moves.withdraw(turn.db, seen, turn.contact.openid, turn.now):
        return turn.render("correct_gone")
    note(turn, seen.about, "violation withdrawn", number=seen.number)
    staff, told = who_has(turn, seen)
    put(turn, seen, staff, turn.render("violation_withdrawn_for_staff", number=seen.number), "withdrawn", is_over=True)
    return turn.render("record_withdrawn", name=filed.name, informed=[told] if told else [])


def put_right(turn: Turn, found: Answers) -> Answers:
    """说错了 是4号楼: the other place that a correction names, right after something was told."""
    seen = newest(turn)
    said = read_violation(corrected_part(turn.text))
    if seen is None or turn.now - seen.filed_at > _PUT_RIGHT_FOR or not said.spot:
        return found
    return {**found, "spot": where_of(turn, said).spot}


def amend(turn: Turn, filed: Filed, answers: Answers) -> str:
    """Put right where it is, or say it anew: whoever has it is told, and what was said before stays to be read."""
    seen = violations.get(turn.db, filed.record)
    if seen is None or seen.is_over:
        return turn.render("correct_gone")
    spot, what = str(answers.get("spot") or ""), without_the_writer(turn, str(answers["what"]))
    words = [] if what == seen.text else [what]
    if spot and spot != seen.place:
        place = known_place(turn, spot)
        moves.put_at(turn.db, seen, turn.contact.openid, spot, place.id if place is not None else None)
        words.append(turn.render("violation_put_right", place=spot, before=seen.place))
    return _added(turn, seen, "\n".join(words))


def who_has(turn: Turn, seen: Violation) -> tuple[list[Recipient], str]:
    """Whoever has taken it, else its group; and what they are called to whoever told it."""
    staff, told = staff_of(turn, seen.group_id)
    if seen.taken_by_id is not None and people.roles_of(turn.db, seen.taken_by_id):
        taker = people.recipient(turn.db, seen.taken_by_id)
        if taker.openid is not None:
            return [taker], told
    return staff, told


def newest(turn: Turn) -> Violation | None:
    """What the writer told last, where it is not over and was told in the last day."""
    since = turn.now - _BELONGS_FOR
    return next((one for one in _mine(turn) if not one.is_over and one.filed_at >= since), None)


def is_telling(turn: Turn) -> bool:
    """Whether the writer is about to tell something: its form is open."""
    return turn.form is not None and turn.form.name == _FORM


def _mine(turn: Turn) -> list[Violation]:
    return violations.of_account(turn.db, turn.contact.openid, turn.now - _REMEMBERED)


def _add(turn: Turn, match: re.Match[str]) -> str | None:
    """补充 …: the words go to whoever has it; ordinary text for whoever has told nothing, or says another number."""
    if turn.form is not None:
        return None
    if match[1] is None and any(one.status == "signed" and one.sent_back for one in own_exits(turn)):
        return None  # the office waits for what is missing from a request
    wanted = (match[1] or "").upper()
    seen = next((one for one in _mine(turn) if one.number == wanted), None) if wanted else newest(turn)
    if seen is None:
        return turn.render("violation_not_there", number=wanted) if wanted else None
    words = as_written(turn, match[2])
    if seen.is_over or len(words) < _ADDED_AT_LEAST:
        return turn.render("violation_add_how", number=seen.number, is_over=seen.is_over)
    return _added(turn, seen, without_the_writer(turn, words))


def _added(turn: Turn, seen: Violation, words: str) -> str:
    text = "\n".join([seen.text, turn.render("violation_added_line", words=words)])
    if len(text) > _LONGEST or not moves.reword(turn.db, seen, turn.contact.openid, text):
        return turn.render("violation_add_how", number=seen.number, is_over=len(text) <= _LONGEST)
    note(turn, seen.about, "violation added to", number=seen.number)
    staff, told = who_has(turn, seen)
    body = turn.render("violation_added_for_staff", number=seen.number, words=words)
    put(turn, seen, staff, body, f"added:{turn.message.key.hex()}")
    return turn.render("violation_added", number=seen.number, told=told)


def _unname(turn: Turn, _match: re.Match[str]) -> str | None:
    """别说是我说的, said afterwards: the name goes; ordinary text for whoever has told nothing in the last day.

    Whatever else is being filled in stays open.
    """
    if is_telling(turn) or not is_only_a_wish(turn.text):
        return None
    seen = newest(turn)
    if seen is None or not moves.unname(turn.db, seen, turn.contact.openid):
        return None
    note(turn, seen.about, "violation unnamed", number=seen.number)
    return turn.render("violation_unnamed", number=seen.number)


def _look(turn: Turn, match: re.Match[str]) -> str | None:
    """Where one's own stands; None for a number of somebody else's."""
    wanted = match[1].upper()
    seen = next((one for one in _mine(turn) if one.number == wanted), None)
    if seen is None or turn.form is not None:
        return None
    return turn.render(
        "violation_own", number=seen.number, status=status_words(seen), outcome=seen.outcome, is_over=seen.is_over
    )


commands = (
    Command("violation_add", _ADDS, _add, staff_only=False),
    Command("violation_unname", _UNNAMED, _unname, staff_only=False),
    Command("violation_own", _LOOKS, _look, staff_only=False),
)
