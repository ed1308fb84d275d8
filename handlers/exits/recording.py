"""备案: the office puts a signed exit on record, or sends it back for what is missing (clause 3.4.1, DESIGN 6.3).

Recording is no second approval: the office looks whether everything is there. Nobody both signs and records one exit, nor
records for themselves or their household.
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import rights
from handlers.exits.numbers import CALLED, SEVERAL, called, of_office
from handlers.exits.request import lost
from handlers.exits.signing import about_record
from handlers.said_back import as_written
from knowledge.language.reasons import says_something
from ledger import conversations, exits, places
from ledger.conversations import OpenForm
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.exits import recording as exit_recording
from ledger.exits.recording import Hindrance
from ledger.exits.signers import may_record

_AT_MOST = 200  # more than wait on the worst day: the writer's own are among them
_RECORD = re.compile(rf"备案[ ,:]*(?P<behind>{SEVERAL})|(?P<before>{SEVERAL})[ ,:]*备案")
_BACK = "(?:退回补充|退回|补充)"
_SEND_BACK = re.compile(
    rf"(?:{_BACK} ?(?P<behind>{CALLED})|(?P<before>{CALLED})[ ,:]*{_BACK})(?:[ ,:;。]*(?P<what>.+))?", re.DOTALL
)
# The word of command, or 缺, before what is missing: whoever reads it is told 还差：车牌.
_LED_IN = re.compile(r"^(?:退回补充|退回|补充|还缺|还差|缺少|缺|少)[ ,，:：。]*(?=.{2})")


def record(turn: Turn, one: Exit) -> str:
    """备案: on record, the pass goes to its owner; what counted as filed already gets the name of who looked."""
    hindrance = _hindrance(turn, one)
    if hindrance is not None:
        return hindrance
    after = exit_recording.record(turn.db, turn.render, one, turn.contact.recipient(), turn.now)
    if after is None:
        return lost(turn, one.id, recording=True)
    had_pass = one.status != "signed"
    return turn.render("exit_recorded_by_you", had_pass=had_pass, **exit_notices.staff_facts(turn.db, after))


def send_back(turn: Turn, one: Exit, what: str | None = None) -> str:
    """退回补充: what is missing is asked for where it was not said."""
    hindrance = _hindrance(turn, one)
    if hindrance is not None:
        return hindrance
    if one.status != "signed":
        return lost(turn, one.id, recording=True)
    return _sent_back(turn, one, what) if what else _open(turn, one)


def waiting(turn: Turn) -> list[Exit]:
    """What waits for the writer to put it on record."""
    if not rights.is_office(turn):
        return []
    found = exits.to_record(turn.db, places.root_path(turn.db), _AT_MOST)
    return [one for one in found if may_record(turn.db, one, turn.contact.recipient())]


def tapped(turn: Turn, about: str) -> str | None:
    """A tap on a menu message: its number says which request it was about."""
    number, _, choice = about.partition(":")
    if not rights.is_office(turn):
        return None
    one = of_office(turn, number.removeprefix("W"))
    if one is None:
        return turn.render("exit_not_found", number=number)
    chosen = {"yes": record, "back": send_back}.get(choice)
    return chosen(turn, one) if chosen is not None else None


def _record_one(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.is_office(turn):
        return None
    meant, said = _named(turn, match["behind"] or match["before"])
    if said:
        return said
    return record(turn, meant[0]) if len(meant) == 1 else _which(turn, meant)


def _send_one_back(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.is_office(turn):
        return None
    meant, said = _named(turn, match["behind"] or match["before"])
    if said:
        return said
    return send_back(turn, meant[0], as_written(turn, match["what"] or "")) if len(meant) == 1 else _which(turn, meant)


def _named(turn: Turn, said: str) -> tuple[list[Exit], str]:
    """The requests under these numbers, and what is said where there is none."""
    meant: list[Exit] = []
    for digits in called(turn, said, waiting(turn)):
        one = of_office(turn, digits)
        if one is None:
            return [], turn.render("exit_not_found", number=f"W{digits}")
        meant.append(one)
    return meant, ""


def _which(turn: Turn, meant: list[Exit]) -> str:
    return turn.render("exit_which", to_sign=[], to_record=[exit_notices.staff_facts(turn.db, one) for one in meant])


def _hindrance(turn: Turn, one: Exit) -> str | None:
    """Why the writer cannot put it on record; None where they can."""
    who = turn.contact.recipient()
    found = exit_recording.hindrance(turn.db, one, who)
    if found is None:
        return None
    if found is Hindrance.NOT_SIGNED:
        return turn.render("exit_not_signed_yet", **exit_notices.staff_facts(turn.db, one))
    if found is Hindrance.MOVED_ON:
        return lost(turn, one.id, recording=True)
    others = "、".join(who.name for who in exit_recording.pass_on(turn.db, turn.render, one, who, turn.now))
    signed_too = found is Hindrance.SIGNED_TOO
    return turn.render(
        "exit_not_yours_to_record", signed_too=signed_too, others=others, **exit_notices.staff_facts(turn.db, one)
    )


def _open(turn: Turn, one: Exit) -> str:
    behind = turn.form.parked if turn.form is not None and turn.form.name == sent_back.name else turn.form
    seen: Answers = {"record": one.id}
    form = OpenForm(sent_back.name, seen, turn.now, turn.now, behind, turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, sent_back.private())
    return engine.ask(turn, sent_back, sent_back.slots[0], seen)


def _finish(turn: Turn, answers: Answers) -> str:
    record_id = answers["record"]
    assert isinstance(record_id, int)  # kept by _open
    one = exits.get(turn.db, record_id) if rights.is_office(turn) else None
    if one is None:
        return turn.render("nothing_is_open")
    return _hindrance(turn, one) or _sent_back(turn, one, str(answers["what"]))


def _sent_back(turn: Turn, one: Exit, what: str) -> str:
    what = _LED_IN.sub("", what.strip())
    settings = turn.house.settings.exits
    after = exit_recording.send_back(turn.db, turn.render, settings, one, what, turn.contact.recipient(), turn.now)
    if after is None:
        return lost(turn, one.id, recording=True)
    return turn.render("exit_sent_back_by_you", what=what, **exit_notices.staff_facts(turn.db, after))


def _reason(text: str, turn: Turn) -> Value:
    if says_something(text):
        return turn.message.text or text
    raise InvalidAnswer


sent_back = Conversation(
    name="exit_sent_back",
    intents=(),
    slots=(Slot("what", "text", bare=_reason, facts=about_record, takes_questions=True),),
    finish=_finish,
)
commands = (
    Command("exit_record", _RECORD, _record_one),
    Command("exit_send_back", _SEND_BACK, _send_one_back),
)
