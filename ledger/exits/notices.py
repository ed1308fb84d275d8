"""What is sent about an exit request: to its owner, to whoever signs, to the office, to the gate (clause 3.4.1).

Handlers and jobs say the same in the same words; `render` gives those of a reply template.
"""

import re
from collections.abc import Callable, Iterable

from knowledge import exit_words
from knowledge.times import from_ms
from ledger import exits, outbox, people
from ledger.database import Db
from ledger.duty import asks
from ledger.exits import Exit
from ledger.people import Recipient

Render = Callable[..., str]
_PARTS = re.compile(r"[，。；！？、,;!?\s]+")
_SHORT = 12


def facts(db: Db, one: Exit) -> dict[str, object]:
    """A request as templates show it."""
    return {
        "number": one.number,
        "name": one.name,
        "who": exit_words.who_words(one.name, one.people),
        "reason": exit_words.reason_words(one.reason),
        "when": exit_words.when_words(one.leave_at, one.return_by, one.days, one.until_date),
        "destination": one.destination or "",
        "plate": one.plate or "",
        "address": one.address.replace("/", ""),
        "marks": exit_words.marks(one.kind, one.urgent),
        "kind": one.kind,
        "standing": one.is_standing,
        "words": exits.words_of(db, one),
        "filed_by": one.filed_by if one.filed_by != one.name else "",
        "signed_by": one.signed_by or "",
        "signed_via": one.signed_via or "",
        "heard_by": one.heard_by or "",
        "clause": one.clause or "",
    }


def staff_facts(db: Db, one: Exit) -> dict[str, object]:
    """The same for whoever signs and records: of anything else why it is, in the beginning of the writer's own words.

    What was let out in an emergency says no more than that (DESIGN 6.15).
    """
    shown = facts(db, one)
    if one.reason == "other" and one.kind == "special":
        said = next((part for part in _PARTS.split(str(shown["words"])) if len(part) > 1), "")
        shown["reason"] = said[:_SHORT] or shown["reason"]
    return shown


def owners(db: Db, one: Exit) -> list[Recipient]:
    """Whose request it is: whoever filed it, and the applicant where that is somebody else with an account."""
    ids = dict.fromkeys(who for who in (one.filed_by_id, one.person_id) if who is not None)
    found = [people.recipient(db, who) for who in ids]
    reachable = [who for who in found if who.openid is not None]
    return reachable or found[:1]


def key_of(one: Exit, key: str, person_id: int | None) -> str:
    """The key in the outbox of a message about a request to one person."""
    return f"exit:{one.id}:{one.version}:{key}:{person_id}"


def tell_owners(
    db: Db,
    render: Render,
    one: Exit,
    template: str,
    key: str,
    now: int,
    *,
    but: int | None = None,
    asks_for: str = "exit_request",
    **more: object,
) -> bool:
    """Tell whose request it is, but the one who is talking (`but`); returns whether somebody gets a message.

    `asks_for` is what they are asked for (ledger/duty/asks.py), where they are.
    """
    body = render(template, **facts(db, one), **more)
    told = [who for who in owners(db, one) if who.person_id != but]
    _queue(db, one, told, body, f"{key}:owner", now, "progress", "reply", asks_for=asks_for)
    return any(who.openid is not None for who in told)


def ask_to_sign(
    db: Db, render: Render, one: Exit, who: Iterable[Recipient], key: str, now: int, note: str = ""
) -> None:
    """Put a request before those who may sign it, with answers to tap; `note` says why they get it once more."""
    due = f"{from_ms(one.due_at):%H:%M}" if one.due_at is not None else ""
    shown = {"due": due, "afterwards": one.owes_a_signature, "note": note}
    body = render("exit_to_sign", **shown, **staff_facts(db, one))
    words = render("exit_answers").splitlines()
    choices = ("yes", "call") if one.owes_a_signature else ("yes", "no", "call")
    offered = [words[0], words[2]] if one.owes_a_signature else words
    menu = tuple((f"sign:{one.number}:{choice}", said) for choice, said in zip(choices, offered, strict=True))
    _queue(db, one, who, body, f"{key}:sign", now, "task", "alert", menu, asks_for=asks.TO_SIGN)


def ask_to_record(db: Db, render: Render, one: Exit, who: Iterable[Recipient], key: str, now: int) -> None:
    """Put a signed request before the office, with answers to tap."""
    body = render("exit_to_record", filed=one.status != "signed", **staff_facts(db, one))
    words = render("exit_record_answers").splitlines()
    choices = ("yes", "back") if one.status == "signed" else ("yes",)
    menu = tuple(
        (f"record:{one.number}:{choice}", said) for choice, said in zip(choices, words[: len(choices)], strict=True)
    )
    _queue(db, one, who, body, f"{key}:record", now, "task", "alert", menu, asks_for=asks.TO_RECORD)


def tell(
    db: Db,
    render: Render,
    one: Exit,
    who: Iterable[Recipient],
    template: str,
    key: str,
    now: int,
    *,
    purpose: str = "task",
    behind: str = "",
    asks_for: str = "exit_request",
    **more: object,
) -> None:
    """Tell members of the staff something about a request; `behind` stands after it in a line of its own."""
    body = render(template, **facts(db, one), **more)
    _queue(db, one, who, f"{body}\n{behind}" if behind else body, key, now, purpose, "alert", asks_for=asks_for)


def _queue(
    db: Db,
    one: Exit,
    who: Iterable[Recipient],
    body: str,
    key: str,
    now: int,
    purpose: str,
    kind: str,
    menu: outbox.Menu = (),
    *,
    asks_for: str,
) -> None:
    outbox.tell(
        db,
        who,
        key=f"exit:{one.id}:{one.version}:{key}",
        kind=kind,
        body=body,
        about=f"{asks_for}:{one.id}",
        now=now,
        template=purpose,
        menu=menu,
    )
