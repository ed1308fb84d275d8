"""What the office does with a notice, from the chat and the pages alike: the step, and who is told of it (clause 3.3).

Whoever wrote it learns that it was approved, sent back, stopped, let go on or withdrawn, and by whom.
"""

from collections.abc import Callable

from knowledge.daytime import after_daytime
from knowledge.settings.duties import Notices
from knowledge.times import MINUTE
from ledger import notices
from ledger.database import Db
from ledger.notices import Notice, Step
from ledger.notices import cards as notice_cards
from ledger.people import Recipient

Render = Callable[..., str]


def submit(db: Db, render: Render, settings: Notices, seen: Notice, who: Recipient, role: str, now: int) -> Step:
    """送审: everybody else of the office is asked, with the whole of it."""
    due_at = after_daytime(now, settings.approve_within_minutes * MINUTE)
    step = notices.submit(db, seen, who, role, now, due_at)
    if step.done and step.notice is not None:
        notice_cards.ask_to_approve(db, render, settings, step.notice, now)
    return step


def approve(
    db: Db,
    render: Render,
    settings: Notices,
    seen: Notice,
    who: Recipient,
    role: str,
    now: int,
    override_reason: str | None = None,
) -> Step:
    """批准: exactly the version that was seen; with a reason it leaves at night too."""
    step = notices.approve(
        db, seen.id, seen.version, seen.text_sha256, who, role, now, settings, override_reason
    )
    if step.done and step.notice is not None:
        words = notice_cards.leaves(render, step.notice, now)
        _tell(db, render, step.notice, "notice_approved_told", "approved", who, now, leaves=words)
    return step


def hurry(
    db: Db, render: Render, settings: Notices, seen: Notice, why: str, who: Recipient, role: str, now: int
) -> Step:
    """加急: what was approved does not wait for the morning."""
    step = notices.hurry(db, seen, who, role, now, settings, why)
    if step.done and step.notice is not None:
        words = notice_cards.leaves(render, step.notice, now)
        _tell(db, render, step.notice, "notice_hurried", "hurried", who, now, leaves=words, why=why)
    return step


def send_back(db: Db, render: Render, seen: Notice, why: str, who: Recipient, role: str, now: int) -> Step:
    """退回: with what is to be different."""
    step = notices.send_back(db, seen, who, role, now, why)
    if step.done:
        _tell(db, render, seen, "notice_sent_back_told", f"sent-back:{now}", who, now, by=who.name, why=why)
    return step


def stop(db: Db, render: Render, seen: Notice, who: Recipient, role: str, now: int) -> Step:
    """停: nothing more goes out until somebody lets it go on."""
    return _done(db, render, notices.stop(db, seen, who, role, now), "stop", who, now)


def go_on(db: Db, render: Render, seen: Notice, who: Recipient, role: str, now: int) -> Step:
    """继续."""
    return _done(db, render, notices.go_on(db, seen, who, role, now), "go_on", who, now)


def withdraw(db: Db, render: Render, seen: Notice, who: Recipient, role: str, now: int) -> Step:
    """撤回: whoever has not got it will not get it."""
    return _done(db, render, notices.withdraw(db, seen, who, role, now), "withdraw", who, now)


def stop_all(db: Db, render: Render, who: Recipient, role: str, now: int) -> list[Notice]:
    """全部停发: what is under way is stopped (THREATS A24), and all the office hears by whom. Returns these."""
    stopped = notices.stop_all(db, who, role, now)
    if stopped:
        body = render("notice_all_stopped_told", by=who.name, notices=[notice_cards.facts(one) for one in stopped])
        notice_cards.alarm_office(db, body, f"stop-all:{now}", but=who, now=now)
    return stopped


def who_has_it(db: Db, render: Render, one: Notice) -> str:
    """Who of its people has it already, in words."""
    tally = notices.tally(db, one.row)
    has_it = tally.got + tally.visited
    return render("notice_who_has_it", has_it=has_it, on_the_way=tally.on_the_way, unknown=tally.unknown)


def _done(db: Db, render: Render, step: Step, deed: str, who: Recipient, now: int) -> Step:
    if step.done and step.notice is not None:
        has_it = who_has_it(db, render, step.notice)
        more = {"by": who.name, "deed": deed, "who_has_it": has_it}
        _tell(db, render, step.notice, "notice_done_told", f"{deed}:{now}", who, now, **more)
    return step


def _tell(
    db: Db, render: Render, one: Notice, template: str, step: str, who: Recipient, now: int, **more: object
) -> None:
    notice_cards.tell(db, render, one, notice_cards.concerned(db, one, who), template, step, now, **more)
