"""Exit request 外出申请 (clauses 3.4.1, 3.4.2): who goes out of a sealed place, why, when and where to.

Where nothing is sealed no permit is needed, which is said before anything is asked. The rule decides whether the leader of
the task force signs, a person looks at it, or it is not by the plan; then another way is offered, and a person on asking.
Signing, recording, passes and what is late stand in the files beside this one.
"""

from bot.conversation import Conversation, Filed
from bot.turn import Answers, Turn, Value
from handlers import slots as shared
from handlers.exits import illness, kept_in, shown
from handlers.exits.course import ASKS_PERSON, course_of, knows_the_door, seal_of
from handlers.exits.filing import amend, file_request, note
from handlers.exits.slots import SLOTS, door_in, only_what_was_asked, said_at_first
from handlers.said_back import clock_words
from knowledge import exit_words
from knowledge.announcements import in_force
from ledger import exits, people
from ledger.exits import Exit
from ledger.exits import drafts as exit_drafts
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.filing import NOT_GONE
from ledger.exits.signers import recorders, signers
from ledger.places import parts

# Kept beside the answers: that the word of sympathy was said.
_CONDOLED = "condoled"
_KEPT = frozenset(slot.name for slot in SLOTS)


def prefill(turn: Turn) -> Answers:
    """Who writes and where they live; staff who have no home here file for somebody else."""
    said = said_at_first(turn)
    if not turn.contact.address:
        said |= door_in(turn)
    if turn.contact.is_staff and not turn.contact.address:
        return said
    known = shared.known_home(turn)
    if turn.contact.person_id is not None:
        known["phone"] = people.phone_of(turn.db, turn.contact.person_id)
    return {**known, **said}


def instead(turn: Turn, answers: Answers) -> str | None:
    """What ends the form early, behind what was said of an illness; where life is at stake nothing more is asked."""
    said = _instead(turn, answers)
    ill = illness.early(turn, answers) if said is not None or illness.is_grave(turn) else None
    return "\n".join(words for words in (ill[0] if ill is not None else None, said) if words is not None) or None


def _instead(turn: Turn, answers: Answers) -> str | None:
    """Nothing is sealed there, or the rule is against it and another way is offered."""
    if not knows_the_door(answers):
        return None
    sealed = seal_of(turn, answers)
    if sealed is None:
        return kept_in.words(turn, answers, _no_permit(turn, answers))
    if "reason" not in answers:
        return None
    course = course_of(turn, answers, sealed=True)
    if course.course != "not_by_rule":
        return None
    if "?amends" not in answers:
        kept = {name: value for name, value in answers.items() if name in _KEPT}
        exit_drafts.keep(turn.db, turn.contact.openid, kept, turn.now)
    return turn.render("exit_not_by_rule", place=sealed.spoken, clause=course.stored.clause)


def heard(turn: Turn, answers: Answers) -> str:
    """What a first sentence gave, before the rest is asked; nothing where the form ends at once."""
    return shown.heard(turn, answers) if _instead(turn, answers) is None and not illness.is_grave(turn) else ""


def early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """An illness is passed on at once; an end before the start is refused, and asked for again.

    Whoever lost somebody hears a kind word, once.
    """
    refused, kept = shown.with_an_end(turn, answers)
    ill, kept = illness.early(turn, kept) or ("", kept)
    condoled = ""
    if kept.get("reason") == "funeral" and not kept.get(_CONDOLED) and "?amends" not in kept:
        condoled, kept = turn.render("exit_condolence"), {**kept, _CONDOLED: True}
    said = "\n".join(words for words in (condoled, ill, refused) if words)
    return (said, kept) if said else None


def _no_permit(turn: Turn, answers: Answers) -> str:
    """No permit is needed; what else holds on the day is the announcement's to say."""
    numbers = [one.number for one in in_force(turn.house.announcements(turn.db), turn.now)]
    return turn.render(
        "exit_no_permit",
        address=shared.address_of(answers).spoken(),
        announcements=numbers,
        clause=course_of(turn, answers, sealed=False).stored.clause,
    )


def filed(turn: Turn) -> list[Filed]:
    """The writer's requests, the newest first."""
    if turn.contact.person_id is None:
        return []
    return [_filed(turn, one) for one in exits.of_person(turn.db, turn.contact.person_id)]


def _filed(turn: Turn, one: Exit) -> Filed:
    title = turn.house.words.form("exit_request").title
    fixed = "" if one.status in NOT_GONE and one.kind != "emergency" and one.out_at is None else _fixed(turn, one)
    return Filed(
        one.id,
        f"{one.number} {title}",
        exit_words.status_words("sent_back" if one.status == "signed" and one.sent_back else one.status),
        one.filed_at,
        answers_of(turn, one),
        fixed=fixed,
        can_be_withdrawn=not fixed,
        confirms=True,
    )


def _fixed(turn: Turn, one: Exit) -> str:
    return turn.render("exit_fixed", number=one.number, status=exit_words.status_words(one.status), state=one.status)


def answers_of(turn: Turn, one: Exit) -> dict[str, Value]:
    """What the form had."""
    home = parts(one.address)
    at = {"community": home.community, "building": home.building, "unit": home.unit, "room": home.room}
    phone = people.phone_of(turn.db, one.person_id) if one.person_id is not None else None
    words = exits.words_of(turn.db, one)
    known: dict[str, Value] = {
        "building": None,
        "room": None,
        **{name: value for name, value in at.items() if value},
        "reason": one.reason,
        "goers": [{"name": name} for name in one.people],
        "destination": one.destination,
        "plate": one.plate or "none",
        "name": one.name,
        "phone": phone,
    }
    if one.kind == "special" and one.reason == "other":
        known |= {ASKS_PERSON: True, "plea": words}
    if one.reason == "work" and words:
        known["job"] = words
    clock = one.leave_at[11:16]
    if one.is_standing:
        hours = {"leave_time": clock, "return_time": (one.return_by or "")[11:16], "until_date": one.until_date}
        return {**known, **hours, "recurrence": list(one.days), "first_day": one.leave_at[:10]}
    return {**known, "leave_at": one.leave_at, "return_by": one.return_by, **({"leave_time": clock} if clock else {})}


def withdraw(turn: Turn, own: Filed) -> str:
    """Not going after all; whoever waited for it, and the gate, are told."""
    one = exits.get(turn.db, own.record)
    if one is None or not exit_moves.cancel(turn.db, one, turn.now):
        return lost(turn, own.record)
    after = note(turn, one.id, "exit withdrawn", {"from": one.status})
    told = signers(turn.db, after, turn.now).everybody if one.status == "pending_approval" else []
    told = told or (recorders(turn.db, after) if one.status == "signed" else [])
    if one.owes_a_signature and one.signed_by_id is not None:  # agreed by telephone: nothing is to be signed any more
        told = [*told, people.recipient(turn.db, one.signed_by_id)]
    exit_notices.tell(
        turn.db, turn.render, after, told, "exit_withdrawn_for_staff", "gone", turn.now, purpose="progress"
    )
    return turn.render("exit_withdrawn", **exit_notices.facts(turn.db, after))


def lost(turn: Turn, record_id: int, *, recording: bool = False) -> str:
    """Somebody was first: who decided about the request, or with `recording` put it on record, and when."""
    one = exits.get(turn.db, record_id)
    if one is None:
        return turn.render("correct_gone")
    who, at = (one.recorded_by, one.recorded_at) if recording else (one.signed_by, one.signed_at)
    if one.status == "refused":
        who, at = one.refused_by, one.refused_at
    return turn.render(
        "exit_was_first",
        number=one.number,
        status=exit_words.status_words(one.status),
        who=who or "",
        at=clock_words(at) if at is not None else "",
    )


exit_request = Conversation(
    name="exit_request",
    intents=("exit_request",),
    slots=SLOTS,
    sees_to_illness=True,
    prefill=prefill,
    own=shared.of_writer,
    summary=shown.summary,
    options=shown.options,
    heard=heard,
    early=early,
    aside=only_what_was_asked,
    doubt=shown.doubt,
    instead=instead,
    finish=file_request,
    called=("外出", "出门", "出小区", "通行码"),
    filed=filed,
    amend=amend,
    withdraw=withdraw,
)
