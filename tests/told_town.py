"""Who sees to what people tell of others, and to rumours, beside those whom every conversation knows (tests/talking.py)."""

from sqlalchemy import bindparam, select, text

from ledger import Db, outbox
from ledger.export import lines
from ledger.export.pages import View
from ledger.statement import Statement
from ledger.tables import outbox as rows
from tests.supply_shop import bind
from tests.talking import Talk

STAFF = {
    "郑保安": ("group_member", "security"),
    "马保安": ("group_member", "security"),
    "钱宣传": ("group_member", "publicity"),
    "周敏": ("community_lead", "永茂社区"),
    "孙书记": ("leader", ""),
    "赵督查": ("inspector", ""),
}
_QUEUED = Statement(select(rows.c.body_sealed).where(rows.c.openid == bindparam("whose")).order_by(rows.c.id))
_EVERY_WORD = Statement(text("SELECT actor, actor_id, action, about, detail FROM audit ORDER BY id"))


def settle(talk: Talk) -> Talk:
    """Bind the security and the publicity group, a lead, a leader and an inspector."""
    for name, (role, scope) in STAFF.items():
        bind(talk, name, role, scope)
    return talk


def climb(talk: Talk, job: str, **passed: float) -> int:
    """Let time pass and the job run; how many matters it put to somebody."""
    talk.later(**passed)
    return talk.job(job)


def put_to(talk: Talk, who: str) -> str:
    """The words of every message beside the replies that was ever queued for somebody, whether it has left yet or not."""
    openid = talk.openid(who)

    def look(db: Db) -> list[str]:
        return [outbox.words_of(db, bytes(row[0])) for row in db.all(_QUEUED, whose=openid) if row[0]]

    return "\n".join(talk.installation.ledger.read(look))


def printed(talk: Talk, record: str, *, unmasked: bool = False) -> list[dict[str, object]]:
    """The records of a kind as `ledger` prints them."""
    ledger = talk.installation.ledger
    return ledger.read(lambda db: [dict(line) for line in lines(record, View(db, unmasked=unmasked))])


def told(talk: Talk) -> list[tuple[object, ...]]:
    """Every violation report: number, type, place, status, taken by, closed by, what came of it."""
    names = ("number", "type", "place", "status", "taken_by", "closed_by", "result")
    return [tuple(line[name] for name in names) for line in printed(talk, "violation_report")]


def audited(talk: Talk, about: str) -> list[tuple[object, ...]]:
    """Who did what about records of a kind, by the audit trail."""

    def look(db: Db) -> list[tuple[object, ...]]:
        return [(row[0], row[1], row[2]) for row in db.all(_EVERY_WORD) if str(row[3]).startswith(f"{about}:")]

    return talk.installation.ledger.read(look)


def chat_of(talk: Talk, who: str) -> str:
    """Everything that somebody was ever told."""
    return "\n".join(one.text for one in talk.stand.chat(talk.openid(who)))
