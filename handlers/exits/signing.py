"""The signature of the task force's leader under an exit request (clause 3.4.1, THREATS I4, A18–A20, A22).

同意 echoes name and reason and counts with a second word; 不同意 needs a reason. Whoever signs must have the right at that
very moment, for that place and hour, and never for themselves or their household; each request is decided once.
"""

import re
from collections.abc import Sequence

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.exits import may_sign
from handlers.exits.filing import note
from handlers.exits.numbers import led
from handlers.exits.request import lost
from handlers.said_back import clock_words
from ledger import conversations, exits, people
from ledger.conversations import OpenForm
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits import steps as exit_steps
from ledger.exits.moves import Signature

# What has been agreed to cannot be refused any more; whoever leads can stop the pass.
_IN_FORCE = frozenset({"signed", "on_record", "out", "overdue"})
_AGREES = engine.YES | {"同意", "签", "签批"}
# A reason is a sentence: whoever reads only 不行 does not know what could be different.
_WORDS = re.compile(r"(?:.*?[\u3400-\u9fff]){3}", re.DOTALL)
_SAYS_ONLY_NO = re.compile(
    r"(?:就是|反正|这次|我|先|还是|都|也)*(?:不|没)(?:行|成|可以|能|准|许|批准?|让|签|给|同意)"
    r"(?:去|出去?|出门|外出|他|她)?(?:了|的|啊|吧)?[。!]*"
)


def agree(turn: Turn, one: Exit) -> str:
    """同意: said back with name and reason; it counts with the second word."""
    return may_sign.hindrance(turn, one) or _open(turn, signature, one)


def refuse(turn: Turn, one: Exit, why: str | None = None) -> str:
    """不同意: the reason is asked for where it was not said."""
    if one.status in _IN_FORCE and not may_sign.is_own_request(turn, one):
        return _cannot_be_undone(turn, one)
    hindrance = may_sign.hindrance(turn, one)
    if hindrance is not None:
        return hindrance
    return _refused(turn, one, why) if why and is_reason(why) else _open(turn, refusal, one)


def agree_to_several(turn: Turn, several: Sequence[Exit]) -> str:
    """同意 W0120-01 W0120-02: each is said back by itself and counts with a second word of its own (THREATS A20)."""
    looked_at = [(one, may_sign.hindrance(turn, one)) for one in several]
    hindered = [said for _, said in looked_at if said is not None]
    free = [one for one, said in looked_at if said is None]
    if not free:
        return "\n".join(hindered)
    shown = [_facts(turn, one) for one in free]
    listed = turn.render("exit_one_by_one", exits=shown) if len(free) > 1 else ""
    return "\n".join(filter(None, (*hindered, listed, _open(turn, signature, *free))))


def settled_meanwhile(turn: Turn, asked: Exit, waits: Sequence[Exit]) -> str:
    """What was said back is done; 同意 cannot be meant for it. What waits instead is asked about by its number."""
    assert turn.form is not None  # asked_about has looked
    engine.close(turn, turn.form)
    said = may_sign.hindrance(turn, asked) or lost(turn, asked.id)
    if not waits:
        return said
    shown = [_facts(turn, one) for one in waits]
    return f"{said}\n{turn.render('exit_which', to_sign=shown, to_record=[])}"


def is_reason(why: str) -> bool:
    """Whether words say why, and not only that it is not to be (不行)."""
    return _WORDS.match(why) is not None and _SAYS_ONLY_NO.fullmatch(why.strip()) is None


def call(turn: Turn, one: Exit) -> str:
    """打电话问: whom to ring up; nothing is decided by it."""
    who = one.filed_by_id if one.filed_by_id is not None else one.person_id
    phone = people.phone_of(turn.db, who) if who is not None else None
    note(turn, one.id, "phone looked up", {})
    return turn.render("exit_phone", phone=phone, **_facts(turn, one))


def asked_about(turn: Turn) -> Exit | None:
    """The request that the open question is about; None where none is open, or it is a question of something else."""
    form = turn.form
    if form is None or form.name not in {signature.name, refusal.name}:
        return None
    record = form.answers.get("record")
    return exits.get(turn.db, record) if isinstance(record, int) else None


def _facts(turn: Turn, one: Exit) -> dict[str, object]:
    return exit_notices.staff_facts(turn.db, one)


def _open(turn: Turn, conversation: Conversation, *several: Exit) -> str:
    """Ask for the second word, or for the reason; of several one by one. Whatever form was open waits behind."""
    form = turn.form
    while form is not None and form.name in {signature.name, refusal.name}:
        form = form.parked  # the newer question takes the place of the one before
    for one in reversed(several):
        seen: Answers = {"record": one.id, "version": one.version}
        hidden = frozenset(conversation.private())
        form = OpenForm(conversation.name, seen, turn.now, turn.now, form, turn.said_at, hidden)
    assert form is not None  # one request at least
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return engine.ask(turn, conversation, conversation.slots[0], form.answers)


def _cannot_be_undone(turn: Turn, one: Exit) -> str:
    """What was agreed by telephone or let out: whoever did not mean it can stop the pass, or hears who is out."""
    return turn.render(
        "exit_cannot_be_undone",
        by_phone=one.signed_via == "phone" and one.signed_by == turn.contact.name,
        entered_at=clock_words(one.signed_at) if one.signed_at is not None else "",
        state=one.status,
        **_facts(turn, one),
    )


def _seen(turn: Turn, answers: Answers) -> tuple[Exit | None, str]:
    """The request as it was said back, where the writer may still decide about it; else what is to be said instead."""
    record = answers["record"]
    assert isinstance(record, int)  # kept by _open
    one = next((found for scope in led(turn) if (found := exits.get_in(turn.db, record, scope))), None)
    if one is None:  # the role has ended meanwhile: as if nothing had been asked
        return None, turn.render("nothing_is_open")
    hindrance = may_sign.hindrance(turn, one)
    if hindrance is not None:
        return None, hindrance
    if one.version != answers["version"]:
        return None, turn.render("exit_changed_meanwhile", **_facts(turn, one))
    return one, ""


def _sign(turn: Turn, answers: Answers) -> str:
    """The second word: exactly what was said back is signed, by whoever has the right at this moment."""
    one, said = _seen(turn, answers)
    if one is None:
        return said
    rank, who = may_sign.rank_now(turn, one), turn.contact.person_id
    assert rank is not None and who is not None  # _seen has looked
    signed = Signature(turn.contact.name, who, rank)
    settings = turn.house.settings.exits
    if one.owes_a_signature:
        if not exit_moves.countersign(turn.db, one, signed, turn.now):
            return lost(turn, one.id)
        after = note(turn, one.id, "exit countersigned", {"as": rank})
        return turn.render("exit_countersigned", **_facts(turn, after))
    if not exit_moves.sign(turn.db, one, signed, turn.now, exit_steps.record_by(settings, one, turn.now)):
        return lost(turn, one.id)
    after = note(turn, one.id, "exit signed", {"as": rank, "via": "chat"})
    exit_steps.after_signature(turn.db, turn.render, settings, after, turn.now)
    return turn.render("exit_signed_by_you", **_facts(turn, after))


def _refuse(turn: Turn, answers: Answers) -> str:
    one, said = _seen(turn, answers)
    return _refused(turn, one, str(answers["why"])) if one is not None else said


def _refused(turn: Turn, one: Exit, why: str) -> str:
    who = turn.contact.person_id
    assert who is not None  # staff are bound
    why = why.strip()
    if not exit_moves.refuse(turn.db, one, turn.contact.name, who, why, turn.now):
        return lost(turn, one.id)
    after = note(turn, one.id, "exit refused", {})
    by = turn.contact.name
    exit_notices.tell_owners(
        turn.db, turn.render, after, "exit_not_agreed", "refused", turn.now, why=why, who_decided=by, of=after.reason
    )
    return turn.render("exit_refused_by_you", why=why, **_facts(turn, after))


def said_yes(text: str, _turn: Turn) -> Value:
    """The second word."""
    if text in _AGREES:
        return True
    raise InvalidAnswer


def _reason(text: str, turn: Turn) -> Value:
    if is_reason(text):
        return turn.message.text or text
    raise InvalidAnswer


def about_record(turn: Turn, answers: Answers) -> dict[str, str]:
    """Name, reason and hours for the words of a question about a request."""
    record = answers.get("record")
    one = exits.get(turn.db, record) if isinstance(record, int) else None
    if one is None:
        return {}
    facts = exit_notices.staff_facts(turn.db, one)
    return {name: str(facts[name]) for name in ("number", "who", "reason", "when")} | {
        "standing": turn.render("exit_long") if one.is_standing else "",
        "destination": turn.render("exit_towards", destination=one.destination) if one.destination else "",
    }


signature = Conversation(
    name="exit_signature", intents=(), slots=(Slot("sure", "choice", bare=said_yes, facts=about_record),), finish=_sign
)
refusal = Conversation(
    name="exit_refusal",
    intents=(),
    slots=(Slot("why", "text", bare=_reason, facts=about_record, takes_questions=True),),
    finish=_refuse,
)
