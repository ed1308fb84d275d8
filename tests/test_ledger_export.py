"""`ledger RECORD`: names and formats of the printed records, what is in force, and what is masked (INTERFACES 4, 6)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.referee import Filing, snapshot
from knowledge.announcements import load_announcement
from knowledge.times import HOUR, MINUTE, iso
from ledger import (
    Db,
    Ledger,
    alerts,
    announcements,
    audit,
    checkins,
    export,
    handovers,
    outbox,
    people,
    places,
    returns,
    tasks,
)
from ledger.alerts import NewAlert
from ledger.checkins import Checkin, rounds
from ledger.export.pages import View
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.records import NO_DECISION, NoLongerSo, Stored, move
from ledger.returns import NewReport
from ledger.statement import insert
from ledger.tables import seal
from tests.town import NOW, filing, found, settle

HOME = "永茂社区/6号楼/2单元/301"
RULE = Stored("health_alert", "2021-01-01", "3.4.2", '{"level":"urgent"}', "[]")
ANNOUNCEMENT = Path(__file__).resolve().parent.parent / "knowledge" / "demo" / "announcement-14.yaml"
NO_RULE = {"rule": None, "rule_version": None, "clause": None}


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> dict[str, int]:
    found(ledger)

    def work(db: Db) -> dict[str, int]:
        places.ensure(db, "永茂社区/1网格")
        wang = settle(db, "王阿姨", HOME, phone="13800001111", openid="o-wang", role="resident", scope=HOME)
        li = settle(db, "李强", phone="0475-8212345", openid="o-li", role="grid_worker", scope="永茂社区/1网格")
        people.grant(db, li, "group_member", None, "medical", NOW)
        return {"王阿姨": wang, "李强": li, "赵某": settle(db, "赵某")}

    return ledger.transact(work)


def lines(ledger: Ledger, record: str, **view: Any) -> list[Mapping[str, Any]]:
    return ledger.read(lambda db: [dict(line) for line in export.lines(record, View(db, **view))], snapshot=True)


def head(number: int, status: str, by: str = "system", at: int = NOW, version: int = 1) -> dict[str, object]:
    who = {"filed_by": by, "said_by": None, "via": None}
    return {"id": number, "version": version, "filed_at": iso(at), **who, "status": status}


def checkin(temperature: float | None, person: str = "王阿姨", person_id: int | None = None) -> Checkin:
    return Checkin(person_id, person, "2022-01-20", temperature, ("cough",), False, None)


def report(**changes: Any) -> NewReport:
    said = {
        "number": "F0120-01",
        "person_id": None,
        "name": "王阿姨",
        "phone": "13800001111",
        "origin_code": "150100",
        "origin_name": "内蒙古自治区呼和浩特市",
        "stays": '[{"code":"150200","name":"内蒙古自治区包头市"},{"code":null,"name":"某地"}]',
        "arrive_date": "2022-01-22",
        "arrive_time": "18:30",
        "transport": "train",
        "transport_no": "K1302",
        "party_size": 3,
        "community": "永茂社区",
        "building": "6号楼",
        "unit": "2单元",
        "room": "301",
        "proposed_measure": "home_monitoring",
        "days": 7,
        "announcement": "〔2022〕14号",
    }
    return NewReport(**{**said, **changes})


def test_a_person_with_home_grid_and_roles(ledger: Ledger, town: dict[str, int]) -> None:
    wang, li, zhao = lines(ledger, "person")
    assert wang == {
        **head(town["王阿姨"], "active"),
        **NO_RULE,
        "name": "王阿姨",
        "phone": "138****1111",
        "community": "永茂社区",
        "building": "6号楼",
        "unit": "2单元",
        "room": "301",
        "grid": "1网格",
        "roles": ["resident"],
        "scopes": [{"role": "resident", "scope": HOME}],
        "merged_into": None,
    }
    assert (li["phone"], li["community"], li["grid"]) == ("047****2345", None, None)
    assert li["roles"] == ["grid_worker", "group_member"]
    assert li["scopes"] == [
        {"role": "grid_worker", "scope": "永茂社区/1网格"},
        {"role": "group_member", "scope": "medical"},
    ]
    assert (zhao["phone"], zhao["roles"]) == (None, [])
    assert [one["phone"] for one in lines(ledger, "person", unmasked=True)] == ["13800001111", "0475-8212345", None]


def test_a_corrected_checkin_keeps_its_id_and_shows_its_newest_version(ledger: Ledger) -> None:
    def work(db: Db) -> int:
        checkins.add(db, checkin(36.5, "王大爷"), filing(), NO_DECISION)
        number = checkins.add(db, checkin(36.5), filing(), NO_DECISION)
        assert checkins.correct(db, number, checkin(38.2), filing(at=NOW + MINUTE), RULE) == number
        assert checkins.correct(db, number, checkin(37.9), filing(at=NOW + 2 * MINUTE), RULE) == number
        return number

    number = ledger.transact(work)
    father, now = lines(ledger, "health_checkin")
    assert father["person"] == "王大爷"
    assert now == {
        **head(number, "submitted", "王阿姨", NOW + 2 * MINUTE, version=3),
        "rule": "health_alert",
        "rule_version": "2021-01-01",
        "clause": "3.4.2",
        "person": "王阿姨",
        "date": "2022-01-20",
        "temperature": 37.9,
        "symptoms": ["cough"],
        "contact_history": False,
        "positive_test": None,
        "complaints": [],
    }
    versions = [one for one in lines(ledger, "health_checkin", versions=True) if one["id"] == number]
    assert [(one["version"], one["status"], one["temperature"]) for one in versions] == [
        (1, "superseded", 36.5),
        (2, "superseded", 38.2),
        (3, "submitted", 37.9),
    ]
    with pytest.raises(NoLongerSo):
        ledger.transact(lambda db: checkins.correct(db, 999, checkin(36.0), filing(), NO_DECISION))


def test_a_door_at_which_nobody_was_met(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> None:
        door = places.ensure(db, HOME)
        rounds.note_not_reached(db, filing("李强", town["李强"], door), "2022-01-20", "absent")

    ledger.transact(work)
    (noted,) = lines(ledger, "not_reached")
    assert noted == {
        **head(1, "noted", "李强"),
        **NO_RULE,
        "place": HOME,
        "date": "2022-01-20",
        "reason": "absent",
    }


def test_a_return_report_from_filing_to_release(ledger: Ledger, town: dict[str, int]) -> None:
    decision = Stored("return_handling", "2021-01-01", "3.2", "{}", "[]")
    mine = report(person_id=town["王阿姨"])
    number = ledger.transact(lambda db: returns.add(db, mine, filing("王阿姨", town["王阿姨"]), decision))
    (filed,) = lines(ledger, "return_report")
    assert filed == {
        **head(number, "submitted", "王阿姨"),
        "rule": "return_handling",
        "rule_version": "2021-01-01",
        "clause": "3.2",
        "number": "F0120-01",
        "name": "王阿姨",
        "phone": "138****1111",
        "origin": {"code": "150100", "name": "内蒙古自治区呼和浩特市"},
        "origin_code": "150100",
        "origin_name": "内蒙古自治区呼和浩特市",
        "stays": [{"code": "150200", "name": "内蒙古自治区包头市"}, {"code": None, "name": "某地"}],
        "arrive_date": "2022-01-22",
        "arrive_time": "18:30",
        "transport": "train",
        "transport_no": "K1302",
        "party_size": 3,
        "community": "永茂社区",
        "building": "6号楼",
        "unit": "2单元",
        "room": "301",
        "measure": "home_monitoring",
        "proposed_measure": "home_monitoring",
        "days": 7,
        "announcement": "〔2022〕14号",
        "confirmed_by": None,
        "confirmed_at": None,
        "observation_until": None,
        "released_by": None,
        "released_at": None,
        "due_at": None,
        "climbed": 0,
    }

    def confirm_and_release(db: Db) -> None:
        (open_one,) = returns.open_of(db, town["王阿姨"])
        li = town["李强"]
        assert returns.confirm(
            db, open_one, "under_control", "home_quarantine", 14, "2022-02-05", li, "李强", NOW + HOUR
        )
        assert not returns.confirm(db, open_one, "under_control", "home_monitoring", 7, None, li, "李强", NOW + HOUR)
        released = {"released_by": "李强", "released_at": NOW + 2 * HOUR}
        move(db, returns.RELEASE, number, "under_control", "released", **released)

    ledger.transact(confirm_and_release)
    (over,) = lines(ledger, "return_report")
    assert over == {
        **filed,
        "status": "released",
        "measure": "home_quarantine",
        "days": 14,
        "confirmed_by": "李强",
        "confirmed_at": iso(NOW + HOUR),
        "observation_until": "2022-02-05",
        "released_by": "李强",
        "released_at": iso(NOW + 2 * HOUR),
    }


def test_a_report_under_two_announcements_that_differ_names_both(ledger: Ledger) -> None:
    both = report(announcement='["〔2022〕14号","〔2022〕15号"]', phone=None, origin_code=None)
    ledger.transact(lambda db: returns.add(db, both, filing(), NO_DECISION))
    (line,) = lines(ledger, "return_report")
    assert line["announcement"] == ["〔2022〕14号", "〔2022〕15号"]
    assert (line["phone"], line["origin"]["code"]) == (None, None)


def test_an_alert_and_who_took_it(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> tuple[int, int]:
        filed = filing("王阿姨", town["王阿姨"], places.ensure(db, HOME))
        number = checkins.add(db, checkin(38.2), filed, RULE)
        about = f"health_checkin:{number}"
        return number, alerts.add(
            db, NewAlert("medical", "health", about, "王阿姨", None, NOW + 10 * MINUTE), filed, RULE
        )

    number, alert = ledger.transact(work)
    (sent,) = lines(ledger, "alert")
    assert sent == {
        **head(alert, "sent", "王阿姨"),
        "rule": "health_alert",
        "rule_version": "2021-01-01",
        "clause": "3.4.2",
        "group": "medical",
        "reason": "health",
        "about": f"health_checkin:{number}",
        "person": "王阿姨",
        "place": HOME,
        "due_at": iso(NOW + 10 * MINUTE),
        "climbed": 0,
        "acknowledged_at": None,
        "acknowledged_by": None,
    }
    assert ledger.transact(lambda db: alerts.acknowledge(db, alert, town["李强"], "李强", NOW + MINUTE))
    (taken,) = lines(ledger, "alert")
    assert taken == {
        **sent,
        "status": "acknowledged",
        "acknowledged_at": iso(NOW + MINUTE),
        "acknowledged_by": "李强",
    }


def test_a_handover_and_a_visit_with_phones_in_their_words_masked(ledger: Ledger, town: dict[str, int]) -> None:
    words = "请打13800001111，订单20220120138000011119不是电话"

    def work(db: Db) -> int:
        tasks.add_visit(db, about="reply", person_id=town["王阿姨"], text=words, now=NOW)
        return handovers.add(db, "o-wang", words, NOW + HOUR, filing("王阿姨", town["王阿姨"]))

    number = ledger.transact(work)
    (asked,), (visit,) = lines(ledger, "human_handover"), lines(ledger, "task")
    assert asked == {
        **head(number, "open", "王阿姨"),
        **NO_RULE,
        "group": "office",
        "reason": None,
        "text": "请打138****1111，订单20220120138000011119不是电话",
        "due_at": iso(NOW + HOUR),
        "climbed": 0,
        "taken_at": None,
        "taken_by": None,
        "closed_at": None,
        "closed_by": None,
        "reply": None,
        "answered_by": None,
        "answered_at": None,
    }
    assert visit == {
        **head(1, "open"),
        **NO_RULE,
        "kind": "visit",
        "about": "reply",
        "person": "王阿姨",
        "place": HOME,
        "text": "请打138****1111，订单20220120138000011119不是电话",
        "due_at": visit["due_at"],
        "done_at": None,
        "done_by": None,
    }
    assert lines(ledger, "human_handover", unmasked=True)[0]["text"] == words


def test_a_delivery_says_what_became_of_it_and_never_what_it_said(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> None:
        for key, person in (("alert:1:2", town["李强"]), ("reply:1", None)):
            to = people.Recipient("o-li", person, "李强")
            outbox.queue(db, key=key, to=to, kind="alert", body="secret words", about="place:1", now=NOW)
        row = outbox_claims.claim(db, NOW, "lease", MINUTE, 1)[0]
        outbox_settling.settle_sent(db, row, "custom", "", NOW + MINUTE)

    ledger.transact(work)
    sent, due = lines(ledger, "delivery")
    assert sent == {
        **head(1, "sent"),
        **NO_RULE,
        "notice": None,
        "key": "alert:1:2",
        "kind": "alert",
        "person": "李强",
        "channel": "custom",
        "attempts": 1,
        "error": None,
        "about": "place:1",
        "due_at": iso(NOW),
        "settled_at": iso(NOW + MINUTE),
    }
    assert (due["status"], due["person"], due["channel"], due["settled_at"]) == ("due", None, None, None)
    assert "secret words" not in repr([sent, due])
    assert "o-li" not in repr([sent, due])


def test_audit_rows_before_and_after_the_sealer(ledger: Ledger) -> None:
    ledger.transact(
        lambda db: audit.note(db, NOW, 1, "王阿姨", "check-in filed", "health_checkin:1", '{"to":"medical"}')
    )
    ledger.transact(audit.chain)
    ledger.transact(lambda db: audit.note(db, NOW + 1000, None, "system", "alert climbed", "alert:1"))
    first, second = lines(ledger, "audit")
    digest = ledger.read(audit.head).hash.hex()
    assert first == {
        **head(1, "chained", "王阿姨"),
        **NO_RULE,
        "action": "check-in filed",
        "about": "health_checkin:1",
        "detail": {"to": "medical"},
        "chain_no": 1,
        "chain_hash": digest,
    }
    assert (second["status"], second["detail"], second["chain_no"], second["chain_hash"]) == (
        "unchained",
        None,
        None,
        None,
    )


def test_sealed_places_and_announcements(ledger: Ledger) -> None:
    issued = load_announcement(ANNOUNCEMENT)
    add = insert(seal, "place_id", "leader_name", "sealed_at", "unsealed_at")

    def work(db: Db) -> None:
        for address, until in (("永茂社区/6号楼", None), ("文化社区", NOW + HOUR)):
            db.run(add, place_id=places.ensure(db, address).id, leader_name="赵组长", sealed_at=NOW, unsealed_at=until)
        announcements.put_in_force(
            db,
            issuer=issued.issuer,
            number=issued.number,
            effective_at=issued.effective_at,
            content=issued.model_dump_json(),
            who="陈主任",
            now=NOW,
        )

    ledger.transact(work)
    closed, opened = lines(ledger, "seal")
    assert (closed["place"], closed["leader"], closed["status"], closed["unsealed_at"]) == (
        "永茂社区/6号楼",
        "赵组长",
        "sealed",
        None,
    )
    assert (opened["place"], opened["status"], opened["unsealed_at"]) == ("文化社区", "unsealed", iso(NOW + HOUR))
    (announced,) = lines(ledger, "announcement")
    assert announced == {
        **head(1, "put_in_force", "陈主任"),
        **NO_RULE,
        "number": issued.number,
        "issuer": issued.issuer,
        "title": issued.title,
        "effective_at": iso(issued.effective_at),
        "replaces": issued.replaces,
    }


def test_nothing_filed_before_the_time_asked_for_is_shown(ledger: Ledger) -> None:
    for minute in range(3):
        ledger.transact(lambda db, at=NOW + minute * MINUTE: checkins.add(db, checkin(36.5), filing(at=at), RULE))  # type: ignore[misc]
        ledger.transact(lambda db, at=NOW + minute * MINUTE: audit.note(db, at, None, "system", "x", "y"))  # type: ignore[misc]
    for record in ("health_checkin", "audit"):
        everything = lines(ledger, record)
        assert len(everything) == 3
        assert lines(ledger, record, since=NOW + MINUTE) == everything[1:]
        assert lines(ledger, record, since=NOW + MINUTE + 1) == everything[2:]
        assert lines(ledger, record, since=NOW + HOUR) == []


def test_more_than_one_page_comes_whole_and_in_order(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        for number in range(1203):
            audit.note(db, NOW, None, "system", "x", f"health_checkin:{number}")

    ledger.transact(work)
    assert [one["about"] for one in lines(ledger, "audit")] == [f"health_checkin:{number}" for number in range(1203)]


def test_the_referee_of_the_kill_run_finds_every_part_of_a_fever(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> None:
        filed = filing("王阿姨", town["王阿姨"])
        number = checkins.add(db, checkin(36.5, person_id=town["王阿姨"]), filed, RULE)
        audit.note(db, NOW, town["王阿姨"], "王阿姨", "check-in filed", f"health_checkin:{number}")
        number = checkins.correct(db, number, checkin(38.2, person_id=town["王阿姨"]), filed, RULE)
        alert = alerts.add(
            db, NewAlert("medical", "health", f"health_checkin:{number}", "王阿姨", None, NOW), filed, RULE
        )
        audit.note(db, NOW, town["王阿姨"], "王阿姨", "alert sent", f"alert:{alert}")
        to = people.Recipient("o-li", town["李强"], "李强")
        outbox.queue(db, key=f"alert:{alert}:1", to=to, kind="alert", body="x", about=f"alert:{alert}", now=NOW)

    ledger.transact(work)
    seen = snapshot(
        lines(ledger, "health_checkin", versions=True),
        lines(ledger, "return_report", versions=True),
        lines(ledger, "alert"),
        lines(ledger, "audit"),
        lines(ledger, "delivery"),
        alarms_from=37.3,
        staffed={"medical"},
    )
    assert (seen.torn, seen.doubled) == ((), ())
    assert seen.filings == {
        Filing("health_checkin", "王阿姨", 36.5): 1,
        Filing("health_checkin", "王阿姨", 38.2): 1,
    }
