"""What of notices waits on the first page: to be approved, stopped, and the doors to which one has to be brought."""

from console.house import House
from ledger import Db, notices
from ledger.console.accounts import Account
from ledger.notices import Notice
from ledger.notices import cards as notice_cards
from ledger.notices import rights as notice_rights
from ledger.notices.visits import Matter


def waiting(db: Db, account: Account, most: int) -> list[Notice]:
    """What waits for this account to approve it, and what stopped by itself and needs a look."""
    if account.role not in notice_rights.ROLES:
        return []
    stopped = [one for one in notices.under_way(db, most) if one.is_stopped]
    return [*(one for one in notices.to_approve(db, most) if not one.is_written_by(account.who)), *stopped]


def notice_shown(here: House, one: Notice) -> dict[str, object]:
    """A notice as its card shows it; one that is stopped is late."""
    is_stopped = one.status != "submitted"
    facts = notice_cards.facts(one) | {"id": one.id, "count": notice_cards.count_words(here.render, one)}
    return {**facts, "due": None, "late": is_stopped}


def doors_shown(db: Db, one: Matter) -> dict[str, object]:
    """The doors to which a notice has to be brought, as their card shows them."""
    known = notices.get(db, one.notice_id)
    title = known.content.title if known is not None else ""
    number = f"G-{one.notice_id}"
    return {"id": one.notice_id, "number": number, "title": title, "people": one.people, "doors": one.doors, "late": False}
