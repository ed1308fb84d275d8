"""A notice as the office's pages show it: in the list, and whole, with what this account can do with it."""

from flask import abort

from console.house import House
from knowledge.notices.audience_words import audience_words
from knowledge.notices.timing import quiet_until
from ledger import Db, notices
from ledger.console.accounts import Account
from ledger.notices import Notice, audience
from ledger.notices import cards as notice_cards
from ledger.places import UnknownPlace

PAGE = 20
_OPEN = frozenset({"draft", "submitted", "approved", "sending"})


def listed(db: Db, before: int | None) -> dict[str, object]:
    """What the list shows: of what is over a page, behind the row `before`."""
    more = PAGE + 1
    ended = notices.ended(db, more) if before is None else notices.ended(db, more, before)
    return {
        "to_approve": [] if before is not None else [_line(db, one) for one in notices.to_approve(db, 100)],
        "under_way": [] if before is not None else [_line(db, one) for one in notices.under_way(db, 100)],
        "tips": [] if before is not None else [_line(db, one) for one in notices.tips(db) if one.is_resting],
        "drafts": [] if before is not None else [_line(db, one) for one in notices.drafts(db, 100)],
        "ended": [_line(db, one) for one in ended[:PAGE]],
        "next_page": ended[PAGE - 1].row if len(ended) > PAGE else None,
        "is_first": before is None,
    }


def _line(db: Db, one: Notice) -> dict[str, object]:
    was_approved = one.status == "withdrawn" and one.approved_at is not None
    has_begun = one.status in ("sending", "sent") or one.round_at is not None or was_approved
    return {
        **notice_cards.facts(one),
        "id": one.id,
        "moved_at": one.moved_at,
        "is_stopped": one.is_stopped and one.status in ("approved", "sending"),
        "tally": notices.tally(db, one.row) if has_begun else None,
    }


def seen_whole(db: Db, here: House, account: Account, notice_id: int) -> dict[str, object]:
    """What the page of one notice shows to this account; no such page where there is none."""
    one = notices.get(db, notice_id)
    if one is None:
        abort(404)
    now = here.clock()
    is_mine = one.is_written_by(account.who)
    counted, sample = _reach(db, one, now)
    return {
        "one": {**_line(db, one), "version": one.version, "hash": one.text_sha256},
        "notice": one,
        "words": one.content.message,
        "count": notice_cards.count_words(here.render, one) if one.counted else "",
        "counted": counted,
        "sample": sample,
        "is_open": one.status in _OPEN,
        "is_mine": is_mine,
        "approvers": [who.name for who in notice_cards.approvers(db, one)],
        "quiet_until": None if one.is_tip else quiet_until(here.settings.notices, now),
        "waits": one.status == "approved" and (one.send_from or 0) > now,
        "versions": [
            {"version": each.version, "by": each.filed_by, "at": each.filed_at, "audience": audience_words(each.audience)}
            for each in reversed(notices.versions(db, notice_id))
        ],
    }


def _reach(db: Db, one: Notice, now: int) -> tuple[audience.Counted | None, list[audience.Addressee]]:
    """To how many it would go now, and a few of them; nothing where it is over, or a place of it is none any more."""
    if one.status not in ("draft", "submitted"):
        return None, []
    try:
        return audience.count(db, one.audience, now=now), audience.sample(db, one.audience, now=now)
    except UnknownPlace:
        return None, []
