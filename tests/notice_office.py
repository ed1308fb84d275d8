"""An office with notices, for the tests and the benchmark: who writes, who approves, and one approved for many people."""

from functools import partial

from knowledge.notices.audience import Audience, everybody, living_in
from knowledge.notices.content import Content, written
from knowledge.settings.duties import Notices
from ledger import Db, Ledger, notices
from ledger.notices import Notice
from ledger.people import Recipient
from tests.town import NOW, found, settle

SETTINGS = Notices()
TITLE, TEXT = "核酸采样", "明天上午8点到12点，老区广场，带身份证，按楼栋下楼。"


def content(text: str = TEXT, audience: Audience | None = None, title: str = TITLE) -> Content:
    """What a notice says, for everybody where nobody else is named."""
    return written(title, text, audience or everybody())


def officer(db: Db, name: str, openid: str | None = None) -> Recipient:
    """Somebody of the office, who lives nowhere in the ledger."""
    return Recipient(openid, settle(db, name, openid=openid, role="office"), name)


def drafted(db: Db, who: Recipient, words: Content | None = None, now: int = NOW) -> Notice:
    """A draft."""
    return taken(notices.draft(db, words or content(), who, "office", now))


def submitted(db: Db, who: Recipient, words: Content | None = None, now: int = NOW) -> Notice:
    """A draft that waits for an approval."""
    return taken(notices.submit(db, drafted(db, who, words, now), who, "office", now))


def approved(
    db: Db,
    author: Recipient,
    other: Recipient,
    words: Content | None = None,
    now: int = NOW,
    settings: Notices = SETTINGS,
    override_reason: str | None = None,
) -> Notice:
    """A notice that one wrote and another approved."""
    one = submitted(db, author, words, now)
    return taken(
        notices.approve(db, one.id, one.version, one.text_sha256, other, "office", now, settings, override_reason)
    )


def taken(step: notices.Step) -> Notice:
    """The notice after a step that must have been taken."""
    assert step.done, step.why
    assert step.notice is not None
    return step.notice


def crowd(ledger: Ledger, number: int, *, visited: int = 0, home: str = "永茂社区/6号楼") -> list[int]:
    """So many people with an account, and `visited` more without one, who live in a building; returns their ids."""
    names = [f"住户{index}" for index in range(number + visited)]

    def some(db: Db, first: int) -> list[int]:
        return [
            settle(db, name, home, openid=f"o-{home}-{index}" if index < number else None)
            for index, name in list(enumerate(names))[first : first + 200]
        ]

    return [one for first in range(0, len(names), 200) for one in ledger.transact(partial(some, first=first))]


def notice_for(ledger: Ledger, number: int, *, visited: int = 0, now: int = NOW) -> Notice:
    """An approved notice for so many people, who are there from then on, as is an office of two."""
    found(ledger)
    crowd(ledger, number, visited=visited)

    def work(db: Db) -> Notice:
        author, other = officer(db, "陈主任"), officer(db, "刘主任")
        return approved(db, author, other, content(audience=living_in("永茂社区")), now)

    return ledger.transact(work)
