"""A notice as the chat shows it to the office: why a step was not taken, and how one stands."""

from bot.turn import Turn
from handlers.said_back import clock_words
from ledger import notices
from ledger.notices import Notice, Step
from ledger.notices import cards as notice_cards

# People of the office act by this role in the chat.
ROLE = "office"


def refused(turn: Turn, step: Step, number: str) -> str:
    """Why a step was not taken, and what can be done instead."""
    one = step.notice
    if one is None:
        return turn.render("notice_no_right" if step.why == "no_right" else "notice_not_there", number=number)
    facts = notice_cards.facts(one)
    match step.why:
        case "no_right":
            return turn.render("notice_no_right")
        case "own":
            approvers = [who.name for who in notice_cards.approvers(turn.db, one)]
            return turn.render("notice_own", approvers=approvers, **facts)
        case "too_many":
            return turn.render("notice_too_many_today", most=turn.house.settings.notices.approved_a_day)
        case "nobody":
            return turn.render("notice_nobody_in_it", **facts)
        case "place":
            return turn.render("notice_place_gone", **facts)
        case "differs":
            return turn.render("notice_differs", **facts)
        case _:
            return moved_on(turn, one)


def moved_on(turn: Turn, one: Notice) -> str:
    """Somebody was first: who, when, and how it stands."""
    by = "" if one.moved_by == "system" else one.moved_by
    facts = notice_cards.facts(one) | {"moved_by": by, "moved_at": clock_words(one.moved_at)}
    return turn.render("notice_moved_on", **facts)


def state(turn: Turn, one: Notice) -> str:
    """How one stands: to whom, who wrote and approved it, who has it, its words, and what can be said about it."""
    was_approved = one.status == "withdrawn" and one.approved_at is not None
    has_begun = one.status in ("sending", "sent") or one.round_at is not None or was_approved
    facts = notice_cards.facts(one) | {
        "count": notice_cards.count_words(turn.render, one) if one.counted else "",
        "approved_at": clock_words(one.approved_at) if one.approved_at is not None else "",
        "override_reason": one.override_reason or "",
        "leaves_at": clock_words(one.send_from) if one.status == "approved" and one.send_from is not None else "",
        "round_at": clock_words(one.round_at) if one.round_at is not None else "",
        "stopped": _why_stopped(turn, one),
        "delivered": notices.tally(turn.db, one.row) if has_begun else None,
        "whole": notice_cards.whole(turn.render, one),
    }
    can = turn.render("notice_state_can", can=_can(one), number=one.number)
    return "\n".join(filter(None, (turn.render("notice_state", **facts), can)))


def _why_stopped(turn: Turn, one: Notice) -> str:
    if not one.is_stopped:
        return ""
    return turn.render("notice_stopped_why", by=one.stopped_by or "", why=one.stopped or "")


def _can(one: Notice) -> str:
    if one.status in ("approved", "sending"):
        return "stopped" if one.is_stopped else "under_way"
    return one.status
