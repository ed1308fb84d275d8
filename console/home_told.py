"""What people told of others, and rumours that they asked about, as they wait on the first page: never who it was."""

from console import rights
from console.house import House
from knowledge.times import business_day, day_start
from ledger import Db, kept_answers, rumours, violations
from ledger.console.accounts import Account
from ledger.kept_answers import KeptAnswer, moves
from ledger.rumours import Rumour
from ledger.violations import Violation


def told_of(db: Db, account: Account, most: int) -> list[Violation]:
    """What waits for the account's group, and returns that nobody registered at the doors that it looks after."""
    of_group = [one for group in rights.groups(account) for one in violations.waiting(db, group, most)]
    at_doors = [one for scope in rights.scopes(db, account) for one in violations.waiting_in(db, scope, most)]
    return sorted({one.id: one for one in [*of_group, *at_doors]}.values(), key=lambda one: one.id)


def asked_about(db: Db, account: Account, most: int) -> list[Rumour]:
    """Rumours that wait for the account's group."""
    return [one for group in rights.groups(account) for one in rumours.waiting(db, group, most)]


def to_approve(db: Db, account: Account, now: int, most: int) -> list[Rumour]:
    """Answers of today that the office has not approved yet for whoever asks the same."""
    return rumours.to_approve(db, day_start(business_day(now)), most) if account.is_office else []


def kept_to_approve(db: Db, account: Account, most: int) -> list[KeptAnswer]:
    """Answers for whoever asks next that wait for somebody of the office who has not written them."""
    found = kept_answers.submitted(db, most) if account.is_office else []
    return [one for one in found if not moves.is_written_by(db, one, account.who)]


def kept_shown(one: KeptAnswer) -> dict[str, object]:
    """One of them as its card shows it."""
    return {"one": one, "late": False}


def violation(db: Db, account: Account, number: str) -> Violation | None:
    """The report with this number where the account may see to it."""
    of_group = (violations.numbered(db, number, group) for group in rights.groups(account))
    at_doors = (violations.numbered_in(db, number, scope) for scope in rights.scopes(db, account))
    return next((one for found in (of_group, at_doors) for one in found if one is not None), None)


def violation_shown(here: House, account: Account, one: Violation, now: int) -> dict[str, object]:
    """A report as its card shows it; the words only to whom they were put, as in the chat."""
    reads_words = any(group in {None, one.group_id} for group in rights.groups(account))
    return {
        "number": one.number,
        "type": here.word("violation_type", one.type),
        "place": one.place,
        "text": one.text if reads_words else "",
        "group": here.group_title(one.group_id),
        "clause": here.plan.cite(one.clause) if one.clause else "",
        "police": here.settings.office.hotlines.police.number if one.type == "obstruction" else "",
        "since": one.filed_at,
        "taken_by": one.taken_by,
        "due": one.due_at,
        "late": one.due_at <= now or one.climbed > 0,
    }


def rumour_shown(here: House, one: Rumour, now: int) -> dict[str, object]:
    """A rumour, or an answer to one, as its card shows it."""
    return {
        "number": one.number,
        "text": one.text,
        "asked": one.asked,
        "group": here.group_title(one.group_id),
        "since": one.filed_at,
        "taken_by": one.taken_by,
        "answer": one.answer,
        "answered_by": one.closed_by,
        "due": None if one.is_over else one.due_at,
        "late": not one.is_over and (one.due_at <= now or one.climbed > 0),
    }
