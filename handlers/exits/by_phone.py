"""电话同意: the consent of a leader by telephone, entered by whoever heard it and signed afterwards (DESIGN 6.3).

Entered with who, when and heard by whom, by the office or another leader of the place; never about one's own request. It
counts with a second word, and the leader signs it in the chat within the configured time.
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, Turn
from handlers import rights
from handlers.exits.filing import note
from handlers.exits.numbers import NUMBER, led, of_office, to_decide
from handlers.exits.request import lost
from handlers.exits.signing import about_record, said_yes
from handlers.said_back import clock_words
from knowledge.times import MINUTE
from ledger import conversations, exits
from ledger.conversations import OpenForm
from ledger.duty.roster import Leader
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits import steps as exit_steps
from ledger.exits.moves import Signature
from ledger.exits.signers import is_own, signers

_BY_PHONE = re.compile(rf"电话同意 ?{NUMBER} ?([^\d ,。]{{2,10}})")


def _enter(turn: Turn, match: re.Match[str]) -> str | None:
    one = of_office(turn, match[1]) or to_decide(turn, match[1])
    if one is None:
        return turn.render("exit_not_found", number=f"W{match[1]}") if led(turn) or rights.is_office(turn) else None
    hindrance = _hindrance(turn, one, match[2])
    if hindrance is not None:
        return hindrance
    behind = turn.form.parked if turn.form is not None and turn.form.name == by_phone.name else turn.form
    seen: Answers = {"record": one.id, "version": one.version, "leader": match[2]}
    form = OpenForm(by_phone.name, seen, turn.now, turn.now, behind, turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, by_phone.private())
    return engine.ask(turn, by_phone, by_phone.slots[0], seen)


def _hindrance(turn: Turn, one: Exit, leader: str) -> str | None:
    if is_own(turn.db, one, turn.contact.recipient()):
        note(turn, one.id, "own signature refused", {"via": "phone"})
        return turn.render("exit_is_your_own", to=leader, **exit_notices.facts(turn.db, one))
    if one.status != "pending_approval":
        return lost(turn, one.id)
    names = _may_consent(turn, one)
    if leader == turn.contact.name or leader not in names:
        return turn.render(
            "exit_phone_not_theirs",
            leader=leader,
            leading="、".join(names),
            yourself=leader == turn.contact.name,
            **exit_notices.facts(turn.db, one),
        )
    return None


def _may_consent(turn: Turn, one: Exit) -> list[str]:
    """Whose consent counts now: whoever may sign, and the leader whom the seal names though not bound yet."""
    found = signers(turn.db, one, turn.now)
    names = [leader.recipient.name for leader in found.leaders]
    is_barred = found.seal is not None and found.seal.leader_name in {one.name, *one.people}
    if found.seal is not None and not names and not is_barred:
        names = [found.seal.leader_name]
    return names


def _finish(turn: Turn, answers: Answers) -> str:
    record, leader = answers["record"], str(answers["leader"])
    assert isinstance(record, int)  # kept by _enter
    one = exits.get(turn.db, record)
    if one is None or (of_office(turn, one.number[1:]) or to_decide(turn, one.number[1:])) is None:
        return turn.render("nothing_is_open")
    hindrance = _hindrance(turn, one, leader)
    if hindrance is not None:
        return hindrance
    if one.version != answers["version"]:
        return turn.render("exit_changed_meanwhile", **exit_notices.facts(turn.db, one))
    settings = turn.house.settings.exits
    consenting = next((who for who in signers(turn.db, one, turn.now).leaders if who.recipient.name == leader), None)
    signature = _signature(turn, leader, consenting)
    sign_after = turn.now + settings.countersign_within_minutes * MINUTE
    record_by = exit_steps.record_by(settings, one, turn.now)
    if not exit_moves.sign(turn.db, one, signature, turn.now, record_by, sign_after):
        return lost(turn, one.id)
    after = note(turn, one.id, "exit signed", {"via": "phone"})
    exit_steps.after_signature(turn.db, turn.render, settings, after, turn.now)
    if consenting is not None:
        exit_notices.ask_to_sign(turn.db, turn.render, after, [consenting.recipient], "afterwards", turn.now)
    return turn.render(
        "exit_phone_entered", leader=leader, due=clock_words(sign_after), **exit_notices.facts(turn.db, after)
    )


def _signature(turn: Turn, leader: str, consenting: Leader | None) -> Signature:
    """Who agreed and who heard it; the person stands open until they sign themselves."""
    rank = consenting.rank if consenting is not None else "leader"
    person_id = consenting.person_id if consenting is not None else None
    return Signature(leader, person_id, rank, "phone", turn.contact.name, turn.contact.person_id)


by_phone = Conversation(
    name="exit_by_phone",
    intents=(),
    slots=(
        Slot(
            "sure",
            "choice",
            bare=said_yes,
            facts=lambda turn, answers: {**about_record(turn, answers), "leader": str(answers.get("leader", ""))},
        ),
    ),
    finish=_finish,
)
commands = (Command("exit_by_phone", _BY_PHONE, _enter),)
