"""Exit requests in the ledger (clause 3.4.1): moves that one of several makes, passes, corrections, who signs."""

import threading
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import bindparam, update

from knowledge.times import DAY, HOUR, MINUTE, iso, parse_moment
from ledger import Db, Ledger, exits, export, gate, people, places, retention, seals
from ledger.duty import roster
from ledger.exits import drafts as exit_drafts
from ledger.exits import moves as exit_moves
from ledger.exits import passes
from ledger.exits.moves import Signature
from ledger.exits.times import Hours, Trip
from ledger.export.pages import View
from ledger.gate import Passage
from ledger.people import accounts
from ledger.records import NoLongerSo
from ledger.statement import Statement
from ledger.tables import exit_request, role
from tests.exit_town import DECISION, HOME, SEALED, asked, file, filing, lead, seal, stands
from tests.figure_town import put
from tests.town import NOW, found

ZHOU = Signature("周平", 1, "leader")
RECORD_BY = NOW + 30 * MINUTE
_END_ROLE = Statement(update(role).where(role.c.person_id == bindparam("whose")).values(until_at=NOW))
_ROUNDS = 200


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    found(ledger)


def at(text: str) -> int:
    return parse_moment(text)


def test_from_the_signature_to_the_return(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        seal(db)
        one = file(db)
        assert exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        one = stands(db, one.id)
        assert (one.status, one.signed_by, one.due_at, one.expires_at) == ("signed", "周平", RECORD_BY, NOW + 27 * HOUR)
        code = exit_moves.record(db, one, "陈主任", 9, NOW)
        one = stands(db, one.id)
        assert (one.status, one.recorded_by) == ("on_record", "陈主任")
        assert code is not None and len(code) == 4 and passes.record_of(db, code) == one.id
        assert exit_moves.go_out(db, one, NOW + 22 * HOUR, NOW + 27 * HOUR)
        gate.note(db, 1, Passage("out", "resident", NOW + 22 * HOUR, one.id, "王阿姨"), "门卫", 8, NOW + 23 * HOUR)
        one = stands(db, one.id)
        assert exits.late(db, NOW + 27 * HOUR, 5) == [one]
        assert exit_moves.mark_overdue(db, one, NOW + 28 * HOUR)
        assert exit_moves.come_back(db, stands(db, one.id), NOW + 28 * HOUR)
        assert stands(db, one.id).status == "returned"
        assert passes.record_of(db, code) is None
        assert [(entry.direction, entry.noted_at) for entry in gate.of_request(db, one.id)] == [
            ("out", NOW + 23 * HOUR)
        ]

    ledger.transact(work)


def test_what_nobody_acknowledges_counts_as_filed_and_still_gets_its_name(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db)
        exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        assert exits.unrecorded(db, RECORD_BY - 1, 5) == []
        [due] = exits.unrecorded(db, RECORD_BY, 5)
        code = exit_moves.file_unrecorded(db, due, RECORD_BY)
        filed = stands(db, one.id)
        assert (filed.status, filed.recorded_by, filed.recorded_at) == ("on_record", None, RECORD_BY)
        assert exits.to_record(db, places.root_path(db)) == [filed]
        assert exit_moves.record(db, filed, "陈主任", 9, RECORD_BY + 1) == code
        assert exits.to_record(db, places.root_path(db)) == []
        assert exit_moves.record(db, stands(db, one.id), "别人", 10, RECORD_BY + 2) is None

    ledger.transact(work)


def test_what_was_sent_back_waits_for_the_office(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db)
        exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        assert exit_moves.send_back(db, stands(db, one.id), "陈主任", "缺车牌", NOW, NOW + DAY)
        back = stands(db, one.id)
        assert exits.unrecorded(db, RECORD_BY + DAY, 5) == []
        assert exit_moves.file_unrecorded(db, back, NOW) is None
        assert exit_moves.record(db, back, "陈主任", 9, NOW) is not None
        assert stands(db, one.id).sent_back is None

    ledger.transact(work)


def test_a_correction_voids_signature_and_pass_and_keeps_number_and_id(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db)
        exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        code = exit_moves.record(db, stands(db, one.id), "陈主任", 9, NOW)
        assert code is not None
        signed = stands(db, one.id)
        assert exits.correct(db, one.id, asked(number="?", destination="中医院"), filing(db), DECISION) == one.id
        again = stands(db, one.id)
        assert (again.version, again.number, again.status, again.destination) == (
            2,
            "W0120-01",
            "pending_approval",
            "中医院",
        )
        assert (again.signed_by, again.recorded_by, passes.record_of(db, code)) == (None, None, None)
        assert not exit_moves.cancel(db, signed, NOW)  # what was seen is not in force any more

    ledger.transact(work)


def test_what_is_out_or_over_cannot_be_corrected(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db)
        exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        exit_moves.file_unrecorded(db, stands(db, one.id), NOW)
        exit_moves.go_out(db, stands(db, one.id), NOW, NOW + HOUR)
        with pytest.raises(NoLongerSo):
            exits.correct(db, one.id, asked(), filing(db), DECISION)
        refused = file(db, number="W0120-02")
        assert exit_moves.refuse(db, refused, "周平", 1, "请先用送药上门", NOW)
        with pytest.raises(NoLongerSo):
            exits.correct(db, refused.id, asked(), filing(db), DECISION)

    ledger.transact(work)


def test_a_signature_is_for_the_version_that_was_seen(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db)
        exits.correct(db, one.id, asked(destination="中医院"), filing(db), DECISION)
        assert not exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        assert exit_moves.sign(db, stands(db, one.id), ZHOU, NOW, RECORD_BY)

    ledger.transact(work)


def test_a_standing_pass_holds_trip_by_trip_and_rests_while_suspended(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db, recurrence='["FR","MO"]', until_date="2022-01-24")
        exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        assert stands(db, one.id).expires_at == at("2022-01-24T12:00")
        code = exit_moves.file_unrecorded(db, stands(db, one.id), NOW)
        assert code is not None
        exit_moves.go_out(db, stands(db, one.id), at("2022-01-21T07:00"), at("2022-01-21T12:00"))
        exit_moves.come_back(db, stands(db, one.id), at("2022-01-21T11:00"))
        between = stands(db, one.id)
        assert (between.status, passes.record_of(db, code)) == ("on_record", one.id)
        assert exit_moves.suspend(db, between, "陈主任", "成了密接者", NOW)
        assert not exit_moves.go_out(db, stands(db, one.id), at("2022-01-24T07:00"), at("2022-01-24T12:00"))
        assert exit_moves.resume(db, stands(db, one.id))
        assert exit_moves.go_out(db, stands(db, one.id), at("2022-01-24T07:00"), at("2022-01-24T12:00"))
        exit_moves.come_back(db, stands(db, one.id), at("2022-01-24T11:30"))
        assert (stands(db, one.id).status, passes.record_of(db, code)) == ("returned", None)

    ledger.transact(work)


def test_a_consent_by_telephone_is_signed_afterwards_once(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        by_phone = Signature("周平", None, "leader", "phone", "陈主任", 9)
        one = file(db)
        assert exit_moves.sign(db, one, by_phone, NOW, RECORD_BY, NOW + 4 * HOUR)
        owed = stands(db, one.id)
        assert owed.owes_a_signature and exits.uncountersigned(db, NOW + 4 * HOUR, 5) == [owed]
        assert exit_moves.remind_to_countersign(db, owed, NOW + 5 * HOUR)
        assert not exit_moves.remind_to_countersign(db, owed, NOW + 5 * HOUR)
        assert exit_moves.countersign(db, stands(db, one.id), ZHOU, NOW + HOUR)
        done = stands(db, one.id)
        assert (done.owes_a_signature, done.signed_at, done.countersigned_at) == (False, NOW, NOW + HOUR)
        assert not exit_moves.countersign(db, done, ZHOU, NOW + HOUR)

    ledger.transact(work)


def test_an_emergency_is_out_able_at_once_and_signed_afterwards(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        new = asked(kind="emergency", urgent=True, return_by=None, countersign_due_at=NOW + 4 * HOUR, due_at=None)
        one = stands(db, exits.add(db, new, filing(db), DECISION, "on_record"))
        passes.issue(db, one.id, NOW)
        assert (one.signed_by, one.recorded_by, one.recorded_at) == (None, None, NOW)
        assert exit_moves.go_out(db, one, NOW, NOW + DAY)
        assert exit_moves.countersign(db, stands(db, one.id), ZHOU, NOW + HOUR)
        assert (stands(db, one.id).signed_by, stands(db, one.id).status) == ("周平", "out")

    ledger.transact(work)


def test_passes_in_force_have_codes_of_their_own(ledger: Ledger) -> None:
    def work(db: Db) -> list[str]:
        return [passes.issue(db, number, NOW) for number in range(1, 301)]

    codes = ledger.transact(work)
    assert len(set(codes)) == 300
    assert ledger.transact(lambda db: passes.issue(db, 7, NOW)) == codes[6]


def _race(ledger: Ledger, record_id: int, moves: dict[str, Callable[[Db], bool]], order: list[str]) -> list[str]:
    """Make all moves at once, each in a thread and transaction of its own; returns the winners."""
    start, won = threading.Barrier(len(order)), list[str]()

    def run(name: str) -> None:
        start.wait()
        if ledger.transact(moves[name], wait=30):
            won.append(name)

    threads = [threading.Thread(target=run, args=(name,)) for name in order]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


def test_of_signature_withdrawal_and_deadline_exactly_one_wins(ledger: Ledger) -> None:
    random, winners = Random(7), Counter[str]()
    for number in range(_ROUNDS):
        seen = ledger.transact(lambda db, number=number: file(db, number=f"W0120-{number}", expires_at=NOW))  # type: ignore[misc]
        moves: dict[str, Callable[[Db], bool]] = {
            "signed": lambda db, seen=seen: exit_moves.sign(db, seen, ZHOU, NOW, RECORD_BY),  # type: ignore[misc]
            "cancelled": lambda db, seen=seen: exit_moves.cancel(db, seen, NOW),  # type: ignore[misc]
            "expired": lambda db, seen=seen: exit_moves.expire(db, seen, NOW),  # type: ignore[misc]
        }
        order = random.sample(sorted(moves), len(moves))
        won = _race(ledger, seen.id, moves, order)
        assert len(won) == 1, (number, won)
        assert ledger.read(lambda db, seen=seen: stands(db, seen.id)).status == won[0]  # type: ignore[misc]
        winners[won[0]] += 1
    assert len(winners) > 1


def test_of_two_that_record_and_one_that_withdraws_exactly_one_wins(ledger: Ledger) -> None:
    for number in range(50):

        def signed(db: Db, number: int = number) -> exits.Exit:
            one = file(db, number=f"W0120-{number}")
            exit_moves.sign(db, one, ZHOU, NOW, NOW)
            return stands(db, one.id)

        seen = ledger.transact(signed)
        moves: dict[str, Callable[[Db], bool]] = {
            "person": lambda db, seen=seen: exit_moves.record(db, seen, "陈主任", 9, NOW) is not None,  # type: ignore[misc]
            "job": lambda db, seen=seen: exit_moves.file_unrecorded(db, seen, NOW) is not None,  # type: ignore[misc]
            "owner": lambda db, seen=seen: exit_moves.cancel(db, seen, NOW),  # type: ignore[misc]
        }
        assert len(_race(ledger, seen.id, moves, sorted(moves))) == 1


def test_the_named_leader_comes_first_and_others_of_the_place_are_deputies(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        sealed = seal(db)
        assert roster.leading(db, sealed, NOW) == []
        wu = lead(db, "吴刚")
        zhou = lead(db, "周平", "永茂社区")
        lead(db, "孙立", "永茂社区/7号楼")
        assert [(one.person_id, one.rank) for one in roster.leading(db, sealed, NOW)] == [
            (zhou, "leader"),
            (wu, "deputy"),
        ]
        db.run(_END_ROLE, whose=zhou)
        assert [one.person_id for one in roster.leading(db, sealed, NOW)] == [wu]
        assert roster.rank_of(db, sealed, zhou, NOW) is None

    ledger.transact(work)


def test_the_roster_says_who_leads_at_an_hour(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        sealed = seal(db)
        zhou, wu, sun = (lead(db, name) for name in ("周平", "吴刚", "孙立"))
        roster.enter(db, sealed.place_id, "deputy", "孙立", NOW, NOW + 8 * HOUR, NOW, "陈主任")
        roster.enter(db, sealed.place_id, "leader", "吴刚", NOW, NOW + 8 * HOUR, NOW, "陈主任")
        roster.enter(db, sealed.place_id, "leader", "没绑定的人", NOW + 8 * HOUR, NOW + 16 * HOUR, NOW, "陈主任")

        def at(moment: int) -> list[int | None]:
            return [one.person_id for one in roster.leading(db, sealed, moment)]

        assert at(NOW) == at(NOW + 8 * HOUR - 1) == [wu, sun]
        assert at(NOW + 8 * HOUR) == []  # named, but without the role
        assert at(NOW + 16 * HOUR) == [zhou, wu, sun]

    ledger.transact(work)


def test_the_nearest_seal_counts_and_an_order_of_another_kind_is_a_new_one(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        home = places.ensure(db, HOME)
        community = seal(db, "永茂社区", "吴刚")
        building = seal(db, SEALED, "周平")
        assert seals.covering(db, home.path) == building
        assert seals.unseal_place(db, building.place_id, NOW) == building
        assert seals.unseal_place(db, building.place_id, NOW) is None
        assert seals.covering(db, home.path) == community
        place = places.ensure(db, "永茂社区")
        assert not seals.seal_place(db, place, "吴刚", None, None, NOW)
        assert seals.seal_place(db, place, "周平", None, None, NOW)
        assert seals.covering(db, home.path) != community
        assert seals.seal_place(db, place, "周平", "control", "〔2022〕3号", NOW)
        named = seals.covering(db, home.path)
        assert named is not None and (named.kind, named.order_number, named.leader_name) == (
            "control",
            "〔2022〕3号",
            "周平",
        )

    ledger.transact(work)


def test_who_is_out_of_an_open_place_takes_no_place_among_those_who_are_late(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        seal(db, SEALED, "周平")
        for door in ("文化社区/1号楼/101", "文化社区/1号楼/102", HOME):
            put(db, exit_request, door, status="out", kind="ordinary", reason="work", back_due_at=NOW - HOUR)
        assert [one.address for one in exits.late(db, NOW, 1)] == [HOME]

    ledger.transact(work)


def test_rights_are_in_the_query(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        one = file(db)
        other = places.ensure(db, "文化社区").path
        mine = places.ensure(db, SEALED).path
        assert exits.in_scope(db, one.number, mine) == one
        assert exits.in_scope(db, one.number, other) is None
        assert exits.get_in(db, one.id, other) is None
        assert exits.to_sign(db, mine) == [one] and exits.to_sign(db, other) == []
        assert exits.words_of(db, one) == "明早七点去市医院透析，中午回"
        assert people.office(db) == []

    ledger.transact(work)


@pytest.mark.parametrize(
    ("hours", "moment", "trip"),
    [
        (Hours("2022-01-21T07:00", "2022-01-21T12:00"), "2022-01-20T09:00", ("2022-01-21T07:00", "2022-01-21T12:00")),
        (Hours("2022-01-21", "2022-01-21"), "2022-01-21T09:00", ("2022-01-21T00:00", "2022-01-22T00:00")),
        (Hours("2022-01-21", None), "2022-01-21T09:00", ("2022-01-21T00:00", "2022-01-22T00:00")),
        (Hours("2022-01-21T07:00", "2022-01-21T12:00"), "2022-01-21T12:00", None),
        (Hours("2022-01-21T07:00", "2022-01-21T12:00", ("FR", "MO"), "2022-01-31"), "2022-01-21T13:00",
         ("2022-01-24T07:00", "2022-01-24T12:00")),
        (Hours("2022-01-21T20:00", "2022-01-22T08:00", ("FR",), "2022-01-31"), "2022-01-29T07:00",
         ("2022-01-28T20:00", "2022-01-29T08:00")),
        (Hours("2022-01-21T07:00", "2022-01-21T12:00", ("FR",), "2022-01-28"), "2022-01-28T12:00", None),
    ],
)  # fmt: skip
def test_trips_by_their_hours(hours: Hours, moment: str, trip: tuple[str, str] | None) -> None:
    wanted = None if trip is None else Trip(at(trip[0]), at(trip[1]))
    assert hours.trip_at(at(moment)) == wanted


def test_a_request_a_passage_a_shift_and_a_seal_as_they_are_printed(ledger: Ledger) -> None:
    def work(db: Db) -> int:
        sealed = seal(db)
        one = file(db, recurrence='["FR"]', until_date="2022-02-04")
        exit_moves.sign(db, one, ZHOU, NOW, RECORD_BY)
        exit_moves.file_unrecorded(db, stands(db, one.id), RECORD_BY)
        gate.note(
            db, sealed.place_id, Passage("out", "resident", NOW, one.id, "王阿姨", people=2), "门卫", 8, NOW + HOUR
        )
        roster.enter(db, sealed.place_id, "leader", "周平", NOW, None, NOW, "陈主任")
        return one.id

    record_id = ledger.transact(work)

    def printed(record: str) -> dict[str, object]:
        [line] = ledger.read(lambda db: list(export.lines(record, View(db))))
        return dict(line)

    assert printed("exit_request") == {
        "id": record_id,
        "version": 1,
        "filed_at": iso(NOW),
        "filed_by": "王阿姨",
        "said_by": None,
        "via": None,
        "status": "on_record",
        "rule": "exit_handling",
        "rule_version": "2021-01-01",
        "clause": "3.4.1",
        "number": "W0120-01",
        "kind": "ordinary",
        "urgent": False,
        "name": "王阿姨",
        "place": HOME,
        "reason": "dialysis",
        "leave_at": "2022-01-21T07:00",
        "return_by": "2022-01-21T12:00",
        "destination": "市医院",
        "persons": [{"name": "我"}, {"name": "妈妈"}],
        "plate": "蒙G22335",
        "recurrence": ["FR"],
        "until_date": "2022-02-04",
        "signed_by": "周平",
        "signed_at": iso(NOW),
        "signed_as": "leader",
        "signed_via": "chat",
        "recorded_at": iso(RECORD_BY),
        **dict.fromkeys(("heard_by", "countersigned_at", "refused_by", "refused_at", "refusal", "recorded_by")),
        **dict.fromkeys(("sent_back", "suspended_at", "out_at", "returned_at")),
    }
    passage = printed("gate_log")
    assert (passage["exit_request"], passage["at"], passage["filed_at"]) == ("W0120-01", iso(NOW), iso(NOW + HOUR))
    assert (passage["place"], passage["people"], passage["late_entry"]) == (SEALED, 2, False)
    shift = printed("roster")
    assert (shift["place"], shift["rank"], shift["name"], shift["until_at"]) == (SEALED, "leader", "周平", None)
    assert printed("seal")["leader"] == "周平"


def test_what_is_kept_aside_is_taken_once_and_goes_with_its_account_and_its_time(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        exit_drafts.keep(db, "o-wang", {"reason": "other"}, NOW)
        exit_drafts.keep(db, "o-wang", {"reason": "other", "plate": "none"}, NOW)
        assert exit_drafts.take(db, "o-wang") == {"reason": "other", "plate": "none"}
        assert exit_drafts.take(db, "o-wang") is None
        for openid in ("o-left", "o-old"):
            exit_drafts.keep(db, openid, {}, NOW)
        accounts.forget(db, "o-left")
        assert exit_drafts.take(db, "o-left") is None
        retention.delete_some(db, retention.Limits(0, 0, 0, open_forms=NOW + 1), 10)
        assert exit_drafts.take(db, "o-old") is None

    ledger.transact(work)
