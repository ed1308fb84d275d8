"""People and shortcuts for conversations about supplies, beside those whom every conversation knows (tests/talking.py)."""

import json

from sqlalchemy import text

from ledger import Db, people, places
from ledger.people import accounts
from ledger.statement import Statement
from tests.talking import Talk, _openid

STAFF = {
    "吴主任": ("group_member", "supplies"),
    "陈子健": ("group_member", "supplies"),
    "郑保安": ("group_member", "security"),
    "周平": ("grid_worker", "老区社区/1网格"),
    "周敏": ("community_lead", "永茂社区"),
    "孙书记": ("leader", ""),
}
_ROWS = Statement(
    text(
        "SELECT number, version, status, group_id, steps, items, accepted_by, rule, clause FROM supply_request ORDER BY id"
    )
)
_ALERTS = Statement(text("SELECT group_id, reason, about, status, acknowledged_by FROM alert ORDER BY id"))

_CLIMBS = Statement(text("SELECT detail FROM audit WHERE action = 'supplies climbed' ORDER BY id"))


def open_shop(talk: Talk) -> Talk:
    """Bind the supplies group, another group, another community's grid worker, a lead and a leader."""
    for name, (role, scope) in STAFF.items():
        bind(talk, name, role, scope)
    return talk


def bind(talk: Talk, name: str, role: str, scope: str) -> None:
    """Somebody more of the staff."""

    def work(db: Db) -> None:
        group = scope if role == "group_member" else None
        place_id = places.ensure(db, scope).id if role in people.PLACE_ROLES else None
        person_id = people.add(db, name=name, phone=None, place_id=None, now=talk.clock[0], filed_by="test")
        accounts.bind(db, _openid(name), person_id)
        people.grant(db, person_id, role, place_id, group, talk.clock[0])

    talk.installation.ledger.transact(work)
    talk.openid(name)


def ask_for(talk: Talk, words: str, who: str = "王阿姨") -> str:
    """A request of a registered resident from the first sentence to the yes; returns the last reply."""
    heard = talk.say(who, words)
    answers = {"家里有要多照应": "没有", "急不急用": "2", "换差不多的": "1", "谁付钱": "1", "1 对，提交": "1"}
    for _ in range(6):
        answer = next((said for asked, said in answers.items() if asked in heard), None)
        if answer is None:
            return heard
        heard = talk.say(who, answer)
    raise AssertionError(heard)


def rows(talk: Talk) -> list[tuple[object, ...]]:
    """Every row: number, version, status, group, steps, items, accepted by, rule, clause."""
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def states(talk: Talk) -> list[tuple[object, object]]:
    """Number and state of what is in force."""
    return [(row[0], row[2]) for row in rows(talk) if row[2] != "superseded"]


def raised(talk: Talk) -> list[tuple[object, ...]]:
    """Every alert: group, reason, about, state, taken by."""
    return talk.installation.ledger.read(lambda db: db.all(_ALERTS))


def climbs(talk: Talk) -> list[str]:
    """To whom requests went up, in order."""
    return [json.loads(row[0])["to"] for row in talk.installation.ledger.read(lambda db: db.all(_CLIMBS))]
