"""The signature of the task force's leader under an exit request (clause 3.4.1, THREATS I4, A18–A20, A22).

同意 echoes name and reason and counts with a second word; 不同意 needs a reason. Whoever signs must have the right at that
very moment, for that place and hour, and never for themselves or their household; each request is decided once.
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.router import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.exits.filing import note, put_before_signers
from handlers.exits.numbers import NUMBER, as_written, led, to_decide
from handlers.exits.request import lost
from ledger import conversations, exit_moves, exit_notices, exit_steps, exits, people, roster
from ledger.conversations import OpenForm
from ledger.exit_moves import Signature
from ledger.exit_signers import is_own, signers
from ledger.exits import Exit

_AGREE = re.compile(rf"(?:同意|签批|签字|批准|补签) ?{NUMBER}")
_REFUSE = re.compile(rf"(?:不同意|不批准?|不签) ?{NUMBER}(?:[ ,:;。]*(?:因为|原因是?)?[ ,:]*(.+))?", re.DOTALL)
_CALL = re.compile(rf"(?:打电话问?|电话|问问?) ?{NUMBER}")
_ENDED = frozenset({"refused", "cancelled", "expired"})
_AGREES = engine.YES | {"同意", "签", "签批"}
_WORDS = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL)


def agree(turn: Turn, one: Exit) -> str:
    """同意: said back with name and reason; it counts with the second word."""
    return _hindrance(turn, one) or _open(turn, signature, one)


def refuse(turn: Turn, one: Exit, why: str | None = None) -> str:
    """不同意: the reason is asked for where it was not said."""
    hindrance = _hindrance(turn, one)
    if hindrance is not None:
        return hindrance
    if one.owes_a_signature:
        return turn.render("exit_cannot_be_undone", **exit_notices.facts(turn.db, one))
    return _refused(turn, one, why) if why else _open(turn, refusal, one)


def call(turn: Turn, one: Exit) -> str:
    """打电话问: whom to ring up; nothing is decided by it."""
    who = one.filed_by_id if one.filed_by_id is not None else one.person_id
    phone = people.phone_of(turn.db, who) if who is not None else None
    note(turn, one.id, "phone looked up", {})
    return turn.render("exit_phone", phone=phone, **_facts(turn, one))


def waiting(turn: Turn) -> list[Exit]:
    """What waits for the writer's signature at this moment, on the roster's word."""
    found = {
        one.id: one
        for scope in led(turn)
        for one in (*exits.to_sign(turn.db, scope), *exits.to_countersign(turn.db, scope))
    }
    return [one for one in found.values() if _rank(turn, one) is not None and not _own(turn, one)]


def tapped(turn: Turn, about: str) -> str | None:
    """A tap on a menu message: its number says which request it was about, whatever came since."""
    number, _, choice = about.partition(":")
    if not led(turn):
        return None
    one = to_decide(turn, number.removeprefix("W"))
    if one is None:
        return turn.render("exit_not_found", number=number)
    chosen = {"yes": agree, "no": refuse, "call": call}.get(choice)
    return chosen(turn, one) if chosen is not None else None


def _command(act: str) -> Command:
    """A command with a number: ordinary text for whoever leads nothing, `not found` for another place's leader."""

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        if not led(turn):
            return None
        one = to_decide(turn, match[1])
        if one is None:
            return turn.render("exit_not_found", number=f"W{match[1]}")
        if act == "refuse":
            return refuse(turn, one, as_written(turn, match[2] or ""))
        return agree(turn, one) if act == "agree" else call(turn, one)

    pattern = {"agree": _AGREE, "refuse": _REFUSE, "call": _CALL}[act]
    return Command(f"exit_{act}", pattern, run)


def _hindrance(turn: Turn, one: Exit) -> str | None:
    """Why the writer cannot decide about a request at this moment; None where they can."""
    if _own(turn, one):
        note(turn, one.id, "own signature refused", {})
        others = signers(turn.db, one, turn.now)
        put_before_signers(turn, one, "instead")
        to = "、".join(who.name for who in others.asked_first) or turn.render("office_word")
        return turn.render("exit_is_your_own", to=to, **_facts(turn, one))
    if one.status in _ENDED or (one.status != "pending_approval" and not one.owes_a_signature):
        return lost(turn, one.id)
    if _rank(turn, one) is None and one.owes_a_signature and one.signed_by is not None:
        return turn.render("exit_theirs_to_countersign", **_facts(turn, one))
    if _rank(turn, one) is None:
        now_leading = signers(turn.db, one, turn.now)
        if now_leading.seal is None:
            return turn.render("exit_is_open_again", **_facts(turn, one))
        names = "、".join(who.name for who in now_leading.everybody)
        return turn.render("exit_not_your_hour", leading=names, **_facts(turn, one))
    return None


def _own(turn: Turn, one: Exit) -> bool:
    return is_own(turn.db, one, turn.contact.recipient())


def _rank(turn: Turn, one: Exit) -> roster.Rank | None:
    """As what the writer may sign now; what they agreed to by telephone they sign themselves, at whichever hour."""
    if one.owes_a_signature and one.signed_by is not None:
        return ("deputy" if one.signed_as == "deputy" else "leader") if one.signed_by == turn.contact.name else None
    seal, who = signers(turn.db, one, turn.now).seal, turn.contact.person_id
    return roster.rank_of(turn.db, seal, who, turn.now) if seal is not None and who is not None else None


def _facts(turn: Turn, one: Exit) -> dict[str, object]:
    return exit_notices.facts(turn.db, one)


def _open(turn: Turn, conversation: Conversation, one: Exit) -> str:
    """Ask for the second word, or for the reason; whatever form was open waits behind."""
    behind = turn.form
    if behind is not None and behind.name in {signature.name, refusal.name}:
        behind = behind.parked  # the newer question takes the place of the one before
    seen: Answers = {"record": one.id, "version": one.version}
    form = OpenForm(conversation.name, seen, turn.now, turn.now, behind, turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return engine.ask(turn, conversation, conversation.slots[0], seen)


def _seen(turn: Turn, answers: Answers) -> tuple[Exit | None, str]:
    """The request as it was said back, where the writer may still decide about it; else what is to be said instead."""
    record = answers["record"]
    assert isinstance(record, int)  # kept by _open
    one = next((found for scope in led(turn) if (found := exits.get_in(turn.db, record, scope))), None)
    if one is None:  # the role has ended meanwhile: as if nothing had been asked
        return None, turn.render("nothing_is_open")
    hindrance = _hindrance(turn, one)
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
    rank, who = _rank(turn, one), turn.contact.person_id
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
    exit_notices.tell_owners(
        turn.db, turn.render, after, "exit_not_agreed", "refused", turn.now, why=why, who_decided=turn.contact.name
    )
    return turn.render("exit_refused_by_you", why=why, **_facts(turn, after))


def said_yes(text: str, _turn: Turn) -> Value:
    """The second word."""
    if text in _AGREES:
        return True
    raise InvalidAnswer


def _reason(text: str, turn: Turn) -> Value:
    if _WORDS.search(text):
        return turn.message.text or text
    raise InvalidAnswer


def about_record(turn: Turn, answers: Answers) -> dict[str, str]:
    """Name, reason and hours for the words of a question about a request."""
    record = answers.get("record")
    one = exits.get(turn.db, record) if isinstance(record, int) else None
    if one is None:
        return {}
    facts = exit_notices.facts(turn.db, one)
    return {name: str(facts[name]) for name in ("number", "who", "reason", "when")} | {
        "standing": turn.render("exit_long") if one.is_standing else "",
        "destination": turn.render("exit_towards", destination=one.destination) if one.destination else "",
    }


signature = Conversation(
    name="exit_signature", intents=(), slots=(Slot("sure", "choice", bare=said_yes, facts=about_record),), finish=_sign
)
refusal = Conversation(
    name="exit_refusal", intents=(), slots=(Slot("why", "text", bare=_reason, facts=about_record),), finish=_refuse
)
commands = (_command("agree"), _command("refuse"), _command("call"))
