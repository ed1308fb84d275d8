"""What asks for something that is done by now is neither sent nor brought to a door; what only tells something is."""

from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, select, update

from knowledge.times import DAY, HOUR, MINUTE
from ledger import Db, Ledger, Statement, alerts, handovers, outbox, people, places, returns, tasks
from ledger.alerts import NewAlert
from ledger.duty import asks, escalations
from ledger.exits import moves as exit_moves
from ledger.exits.moves import Signature
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient
from ledger.records import Stored, move
from ledger.tables import outbox as outbox_table
from ledger.tables import task
from tests import exit_town
from tests.supply_shop import ask_for
from tests.talking import Talk
from tests.test_ledger_returns import PROPOSED, REPORT
from tests.town import NOW, filing, found, settle

_HELD = Statement(
    update(outbox_table)
    .where(outbox_table.c.key == bindparam("of_key"))
    .values(due_at=NOW + DAY, error=outbox.WAITS_FOR_CONTACT)
)
_OF_KEY = Statement(select(outbox_table.c.status).where(outbox_table.c.key == bindparam("of_key")))
_VISITS = Statement(select(task.c.about, task.c.status).where(task.c.kind == "visit").order_by(task.c.id))
ZHOU = Signature("周平", 1, "leader")


def _alert(db: Db) -> str:
    new = NewAlert("medical", "health", "health_checkin:1", "王阿姨", None, NOW + MINUTE)
    return f"alert:{alerts.add(db, new, filing(place=places.ensure(db, '永茂社区/6号楼')), Stored())}"


def _taken(db: Db) -> None:
    assert alerts.acknowledge(db, 1, None, "何医生", NOW)


def _handover(db: Db) -> str:
    return f"human_handover:{handovers.add(db, 'o-1', '怎么办', NOW + MINUTE, filing())}"


def _handover_taken(db: Db) -> None:
    assert handovers.take(db, 1, "陈主任", None, NOW)


def _coming(db: Db) -> str:
    record = returns.add(db, REPORT, filing(place=places.ensure(db, "永茂社区/6号楼")), PROPOSED)
    return f"{asks.ARRIVAL}:{record}"


def _has_come(db: Db) -> None:
    move(db, returns.ARRIVE, 1, "submitted", "under_control", observation_until=None, arrive_date="2022-01-22")
    escalations.settle(db, "return_report:1", "王阿姨", NOW)


def _observed(db: Db) -> str:
    _coming(db)
    _has_come(db)
    return f"{asks.OBSERVATION}:1"


def _released(db: Db) -> None:
    move(db, returns.RELEASE, 1, "under_control", "released", released_by="李强", released_at=NOW)
    escalations.settle(db, "return_report:1", "李强", NOW)


def _to_sign(db: Db) -> str:
    exit_town.seal(db)
    return f"{asks.TO_SIGN}:{exit_town.file(db).id}"


def _sign(db: Db) -> None:
    assert exit_moves.sign(db, exit_town.stands(db, 1), ZHOU, NOW, NOW + HOUR)


def _to_record(db: Db) -> str:
    _to_sign(db)
    _sign(db)
    return f"{asks.TO_RECORD}:1"


def _record(db: Db) -> None:
    assert exit_moves.record(db, exit_town.stands(db, 1), "陈主任", 9, NOW)


def _to_complete(db: Db) -> str:
    _to_record(db)
    assert exit_moves.send_back(db, exit_town.stands(db, 1), "陈主任", "车牌", NOW, NOW + HOUR)
    return f"{asks.TO_COMPLETE}:1"


def _complete(db: Db) -> None:
    assert exit_moves.supplement(db, exit_town.stands(db, 1), "蒙G1", NOW + HOUR, "王阿姨", NOW)


def _out(db: Db) -> str:
    _to_record(db)
    _record(db)
    assert exit_moves.go_out(db, exit_town.stands(db, 1), NOW, NOW + HOUR)
    return f"{asks.TO_COME_BACK}:1"


def _come_back(db: Db) -> None:
    assert exit_moves.come_back(db, exit_town.stands(db, 1), NOW + HOUR)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (_alert, _taken),
        (_handover, _handover_taken),
        (_coming, _has_come),
        (_observed, _released),
        (_to_sign, _sign),
        (_to_record, _record),
        (_to_complete, _complete),
        (_out, _come_back),
    ],
    ids=lambda step: step.__name__,
)
def test_what_is_done_is_asked_for_no_more(
    ledger: Ledger, begin: Callable[[Db], str], end: Callable[[Db], None]
) -> None:
    """Before it is done the message goes and somebody knocks; after that neither, and who was to knock need not."""
    found(ledger)

    def ask(db: Db, about: str, person: int, key: str) -> None:
        outbox.queue(db, key=key, to=Recipient("o-1", person, "甲"), kind="alert", body="请", about=about, now=NOW)

    def work(db: Db) -> None:
        about, person = begin(db), settle(db, "甲", "永茂社区/6号楼", openid="o-1")
        other = settle(db, "乙", "永茂社区/6号楼")
        ask(db, about, person, "before")
        ask(db, "reply", person, "told")
        (row, _) = sorted(outbox_claims.claim(db, NOW, "a", MINUTE, 10), key=lambda one: one.key)
        assert row.key == "before"
        assert outbox_settling.settle_unreachable(db, row, "43004", NOW)
        tasks.add_visit(db, about=about, person_id=other, text="请", now=NOW)
        assert db.all(_VISITS) == [(about, "open"), (about, "open")]
        ask(db, about, person, "on its way")
        (on_its_way,) = outbox_claims.claim(db, NOW, "b", MINUTE, 10)
        ask(db, about, person, "waits")
        end(db)
        assert [status for _, status in db.all(_VISITS)] == ["cancelled", "cancelled"]
        ask(db, about, person, "after")
        assert outbox_claims.claim(db, NOW, "c", MINUTE, 10) == []
        assert outbox_settling.settle_unreachable(db, on_its_way, "43004", NOW)
        assert [status for _, status in db.all(_VISITS)] == ["cancelled", "cancelled"]

    ledger.transact(work)


@pytest.mark.parametrize(("begin", "end"), [(_alert, _taken), (_handover, _handover_taken)])
def test_whoever_waited_hears_that_somebody_has_taken_it(
    ledger: Ledger, begin: Callable[[Db], str], end: Callable[[Db], None]
) -> None:
    found(ledger)

    def work(db: Db) -> None:
        about = begin(db)
        end(db)
        outbox.queue(db, key="told", to=Recipient("o-1", None, ""), kind="reply", body="好", about=about, now=NOW)
        assert [row.key for row in outbox_claims.claim(db, NOW, "a", MINUTE, 10)] == ["told"]

    ledger.transact(work)


def test_whoever_has_come_home_is_not_asked_in_the_same_breath_nor_visited(talk: Talk) -> None:
    """The question waited for them to write; what they write answers it."""
    talk("""王阿姨: 我24号从呼市回来，坐K1302，一个人，永茂6号楼2单元301
              助手: 请核对：…
              王阿姨: 对
              助手: 报备好了，…""")
    ledger = talk.installation.ledger

    def ask(db: Db) -> None:
        who = people.recipient(db, returns.due_to_arrive(db, "2022-01-24", 0, 9)[0].filed_by_id or 0)
        for key in ("arrival:1", "told"):
            about = f"{asks.ARRIVAL}:1" if key == "arrival:1" else "reply"
            outbox.queue(db, key=key, to=who, kind="reminder", body=f"问{key}", about=about, now=NOW, due_at=NOW + 9 * DAY)
            db.run(_HELD, of_key=key)
        tasks.add_visit(db, about=f"{asks.ARRIVAL}:1", person_id=who.person_id, text="到了说一声", now=NOW)

    ledger.transact(ask)
    talk.later(minutes=5)
    talk("王阿姨: 到家了\n助手: …")
    talk.reaches("王阿姨", "问told")
    assert ledger.read(lambda db: db.all(_OF_KEY, of_key="arrival:1")) == []
    assert ledger.read(lambda db: db.all(_VISITS)) == [("arrival:1", "cancelled")]


def test_goods_that_are_said_to_have_come_are_not_asked_after(talk: Talk) -> None:
    ask_for(talk, "要两袋大米")
    talk.say("李强", "已送到 S0120-01")
    ledger = talk.installation.ledger
    assert not ledger.read(lambda db: asks.is_over(db, "reminder", f"{asks.DID_IT_COME}:1", NOW))
    ledger.transact(lambda db: tasks.add_visit(db, about=f"{asks.DID_IT_COME}:1", person_id=1, text="收到没有", now=NOW))
    talk.say("王阿姨", "收到了")
    assert ledger.read(lambda db: asks.is_over(db, "reminder", f"{asks.DID_IT_COME}:1", NOW))
    assert ledger.read(lambda db: db.all(_VISITS)) == [("supply_did_it_come:1", "cancelled")]


@pytest.mark.parametrize(("template", "visits"), [("task", 0), ("alert", 0), ("reminder", 1), ("progress", 1)])
@pytest.mark.parametrize("openid", [None, "o-1"])
def test_nobody_knocks_at_the_doors_of_the_staff_with_their_work(
    ledger: Ledger, openid: str | None, template: str, visits: int
) -> None:
    """Lists with the names of residents stay in 待办, and what nobody sees to climbs."""
    found(ledger)

    def work(db: Db) -> None:
        to = Recipient(openid, settle(db, "李强", "永茂社区/6号楼", openid="o-1"), "李强")
        outbox.queue(
            db, key="k", to=to, kind="reminder", body="王阿姨…", about="roll_call:1", now=NOW, template=template
        )
        for row in outbox_claims.claim(db, NOW, "a", MINUTE, 10):
            assert outbox_settling.settle_unreachable(db, row, "43004", NOW)
        assert len(db.all(_VISITS)) == visits

    ledger.transact(work)
