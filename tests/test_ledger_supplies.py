"""Supply requests in the ledger: who finds which, versions, the moves from state to state, deadlines, printed lines."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from knowledge.times import HOUR, MINUTE, iso
from ledger import Ledger, export, places, supplies
from ledger.export.pages import View
from ledger.places import Place
from ledger.records import NoLongerSo, Stored
from ledger.supplies import By, NewRequest, Request
from tests.town import NOW, filing, found, settle

HOME = "永茂社区/6号楼/2单元/301"
RULED = Stored("supply_routing", "2021-01-01", "org.group.supplies", '{"group":"supplies"}', "[]")
RICE: list[dict[str, object]] = [
    {"item": "大米", "quantity": 2, "unit": "袋", "kind": "food"},
    {"item": "盐", "kind": "food"},
]
GOODS = NewRequest(
    number="S0120-01A",
    request="S0120-01",
    group_id="supplies",
    steps="delivery",
    person_id=None,
    name="王阿姨",
    community="永茂社区",
    building="6号楼",
    unit="2单元",
    room="301",
    items=json.dumps(RICE, ensure_ascii=False),
    urgency="normal",
    for_special="elderly",
    medicine=False,
    substitute="yes",
    payment="self",
    due_at=NOW + HOUR,
)
PILLS = replace(
    GOODS,
    number="S0120-01B",
    group_id="medical",
    items='[{"item":"降压药","quantity":1,"unit":"盒","kind":"medicine"}]',
    urgency="urgent",
    medicine=True,
    substitute=None,
    due_at=None,
)


class Desk:
    """A request in two parts, and the people who deal with it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.wang = ledger.transact(lambda db: settle(db, "王阿姨", HOME, phone="13800001111"))
        self.wu = ledger.transact(lambda db: settle(db, "吴强", role="group_member", scope="supplies"))
        self.home: Place = ledger.transact(lambda db: places.ensure(db, HOME))
        whose = filing("王阿姨", self.wang, self.home)
        self.goods = ledger.transact(lambda db: supplies.add(db, GOODS, whose, RULED))
        self.pills = ledger.transact(lambda db: supplies.add(db, PILLS, whose, RULED))

    def by(self, who: str = "吴强", at: int = NOW, due: int | None = None) -> By:
        return By(who, self.wu, at, due)

    def seen(self, number: str = "S0120-01A") -> Request:
        """The request as the office finds it now."""
        (request,) = self.ledger.read(lambda db: supplies.for_group(db, number, None))
        return request

    def line(self, number: str = "S0120-01A") -> Mapping[str, Any]:
        printed = self.ledger.read(lambda db: list(export.lines("supply_request", View(db))))
        return next(one for one in printed if one["number"] == number)

    def late(self, now: int, steps: int = 4) -> list[str]:
        return [one.number for one in self.ledger.read(lambda db: supplies.overdue(db, now, steps, 10))]


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    found(ledger)
    return Desk(ledger)


def test_each_finds_what_is_theirs_and_nothing_else(desk: Desk) -> None:
    read = desk.ledger.read
    other = desk.ledger.transact(lambda db: places.ensure(db, "文化社区"))
    neighbour = desk.ledger.transact(lambda db: settle(db, "赵某"))
    both, goods, pills = ["S0120-01A", "S0120-01B"], ["S0120-01A"], ["S0120-01B"]
    for found_now, expected in [
        (read(lambda db: supplies.for_group(db, "S0120-01", None)), both),
        (read(lambda db: supplies.for_group(db, "S0120-01", "supplies")), goods),
        (read(lambda db: supplies.for_group(db, "S0120-01B", "supplies")), []),
        (read(lambda db: supplies.for_group(db, "S0120-01", "security")), []),
        (read(lambda db: supplies.in_scope(db, "S0120-01", desk.home.path)), both),
        (read(lambda db: supplies.in_scope(db, "S0120-01", other.path)), []),
        (read(lambda db: supplies.open_for(db, "medical")), pills),
        (read(lambda db: supplies.open_for(db, None)), both),
        (read(lambda db: supplies.open_in(db, other.path)), []),
        (read(lambda db: supplies.of_person(db, desk.wang, NOW + HOUR)), both),
        (read(lambda db: supplies.of_person(db, neighbour, 0)), []),
    ]:
        assert [one.number for one in found_now] == expected


def test_from_the_shop_to_the_door(desk: Desk) -> None:
    def work(after: str) -> bool:
        request, by = desk.seen(), desk.by(at=NOW + MINUTE, due=NOW + HOUR)
        step = {"accepted": supplies.accept, "disinfected": supplies.disinfect, "delivered": supplies.deliver}[after]
        return desk.ledger.transact(lambda db: step(db, request, by))

    assert work("accepted")
    bought = json.dumps([{**RICE[0], "state": "offered", "instead": "小米"}, {**RICE[1], "state": "missing"}])
    request = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.purchase(db, request, desk.by(), bought, 12850, asks=True))
    assert desk.seen().waits_for_answer
    request = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.answer(db, request, False, bought.replace("offered", "declined")))
    assert not desk.ledger.transact(lambda db: supplies.answer(db, request, True, bought))
    assert work("disinfected")
    assert work("delivered")
    brought = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.confirm(db, brought, "王阿姨", NOW + HOUR))
    assert desk.line() == {
        "id": desk.goods,
        "version": 1,
        "filed_at": iso(NOW),
        "filed_by": "王阿姨",
        "said_by": None,
        "via": None,
        "status": "confirmed",
        "rule": "supply_routing",
        "rule_version": "2021-01-01",
        "clause": "org.group.supplies",
        "number": "S0120-01A",
        "request": "S0120-01",
        "group": "supplies",
        "steps": "delivery",
        "name": "王阿姨",
        "items": [
            {"item": "大米", "quantity": 2, "unit": "袋"},
            {"item": "盐", "quantity": None, "unit": None},
        ],
        "missing": ["盐"],
        "replaced": [{"item": "大米", "instead": "小米", "agreed": False}],
        "urgency": "normal",
        "for_special": "elderly",
        "medicine": False,
        "substitute": "yes",
        "payment": "self",
        "price": 128.5,
        "community": "永茂社区",
        "building": "6号楼",
        "unit": "2单元",
        "room": "301",
        "accepted_by": "吴强",
        "accepted_at": iso(NOW + MINUTE),
        "purchased_by": "吴强",
        "purchased_at": iso(NOW),
        "disinfected_by": "吴强",
        "disinfected_at": iso(NOW + MINUTE),
        "delivered_by": "吴强",
        "delivered_at": iso(NOW + MINUTE),
        "reminded_at": None,
        "confirmed_at": iso(NOW + HOUR),
        "refused_by": None,
        "refused_at": None,
        "reason": None,
        "complaint": None,
        "complained_at": None,
        "settled_by": None,
        "settled_at": None,
        "due_at": None,
        "climbed": 0,
    }
    assert (desk.line("S0120-01B")["medicine"], desk.line("S0120-01B")["urgency"]) == (True, "urgent")


def test_of_two_who_take_it_at_once_one_has_it(desk: Desk) -> None:
    seen = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.accept(db, seen, desk.by("吴强")))
    assert not desk.ledger.transact(lambda db: supplies.accept(db, seen, desk.by("陈明")))
    assert desk.seen().accepted_by == "吴强"


def test_who_brings_it_without_having_taken_it_has_taken_it(desk: Desk) -> None:
    seen = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.deliver(db, seen, desk.by("吴强", NOW + HOUR)))
    now = desk.seen()
    assert (now.accepted_by, now.accepted_at, now.purchased_at) == ("吴强", NOW + HOUR, None)


def test_a_correction_keeps_number_state_taker_and_deadline(desk: Desk) -> None:
    seen = desk.seen()
    desk.ledger.transact(lambda db: supplies.accept(db, seen, desk.by(due=NOW + 3 * HOUR)))
    changed = replace(GOODS, number="S0120-09", items="[]", due_at=NOW + 9 * HOUR)
    whose = filing("王阿姨", desk.wang, desk.home, NOW + MINUTE)
    assert desk.ledger.transact(lambda db: supplies.correct(db, desk.goods, changed, whose, RULED)) == desk.goods
    now = desk.seen()
    assert (now.id, now.version, now.number, now.status) == (desk.goods, 2, "S0120-01A", "accepted")
    assert (now.items, now.accepted_by, now.due_at, now.filed_at) == ("[]", "吴强", NOW + 3 * HOUR, NOW)
    desk.ledger.transact(lambda db: supplies.purchase(db, now, desk.by(), "[]", None, asks=False))
    with pytest.raises(NoLongerSo):
        desk.ledger.transact(lambda db: supplies.correct(db, desk.goods, changed, whose, RULED))


def test_a_refusal_and_a_complaint_are_kept_sealed_and_printed_without_phones(desk: Desk) -> None:
    goods, pills = desk.seen(), desk.seen("S0120-01B")
    desk.ledger.transact(lambda db: supplies.refuse(db, pills, desk.by(), "没有处方，问过13800001111"))
    assert desk.line("S0120-01B")["reason"] == "没有处方，问过138****1111"
    assert (desk.seen("S0120-01B").status, desk.seen("S0120-01B").is_on_its_way) == ("refused", False)
    assert not desk.ledger.transact(lambda db: supplies.complain(db, goods, "烂了", NOW, NOW + HOUR))
    desk.ledger.transact(lambda db: supplies.deliver(db, goods, desk.by()))
    assert desk.ledger.read(lambda db: supplies.open_for(db, "supplies")) == []
    assert desk.ledger.transact(lambda db: supplies.complain(db, goods, "菜都烂了", NOW, NOW + HOUR))
    assert [one.number for one in desk.ledger.read(lambda db: supplies.open_for(db, "supplies"))] == ["S0120-01A"]
    assert desk.late(NOW + HOUR) == ["S0120-01A"]
    assert desk.ledger.read(lambda db: supplies.words_of(db, desk.goods)) == ("菜都烂了", "")
    assert desk.ledger.transact(lambda db: supplies.settle(db, goods, "吴强", NOW + MINUTE, None))
    assert not desk.ledger.transact(lambda db: supplies.settle(db, goods, "吴强", NOW + MINUTE, None))
    assert (desk.line()["complaint"], desk.line()["settled_by"]) == ("菜都烂了", "吴强")
    assert desk.late(NOW + HOUR) == []


def test_what_nobody_does_in_time_climbs_step_by_step_and_each_deed_begins_anew(desk: Desk) -> None:
    assert desk.late(NOW) == []
    assert desk.late(NOW + HOUR) == ["S0120-01A"]  # the other part has its deadline with its alert
    seen = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.climb(db, seen, 1, NOW + 2 * HOUR))
    assert not desk.ledger.transact(lambda db: supplies.climb(db, seen, 1, NOW + 2 * HOUR))
    assert desk.late(NOW + HOUR) == []
    assert desk.late(NOW + 2 * HOUR, steps=1) == []
    assert desk.late(NOW + 2 * HOUR) == ["S0120-01A"]
    late = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.accept(db, late, desk.by(due=NOW + 5 * HOUR)))
    assert (desk.seen().climbed, desk.seen().due_at) == (0, NOW + 5 * HOUR)
    assert not desk.ledger.transact(lambda db: supplies.climb(db, late, 2, NOW + 9 * HOUR))
    taken = desk.seen()
    assert desk.ledger.transact(lambda db: supplies.cancel(db, taken, "王阿姨", NOW + HOUR))
    assert desk.late(NOW + 9 * HOUR) == []
