"""To whom a notice goes: who is in each kind of audience, who is left out, counted and filled alike, page by page."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from sqlalchemy import bindparam, insert, select, update

from knowledge.notices.audience import (
    Audience,
    Holding,
    NotCheckedIn,
    WithOpenCase,
    everybody,
    living_in,
    parse,
)
from knowledge.notices.audience_words import audience_words, status_words
from knowledge.notices.moves import STATUSES
from ledger import Db, Ledger, checkins, places, seals
from ledger.checkins import Checkin
from ledger.notices import audience, audience_window
from ledger.notices.audience import Addressee, Counted
from ledger.people import accounts
from ledger.places import UnknownPlace
from ledger.records import NO_DECISION
from ledger.statement import Statement
from ledger.tables import person, return_report
from tests.rows import every_row
from tests.town import NOW, filing, found, settle

_NAME = Statement(select(person.c.name).where(person.c.id == bindparam("person_id")))
SIX, SEVEN = "永茂社区/6号楼", "永茂社区/7号楼"


@pytest.fixture
def town(ledger: Ledger) -> dict[str, int]:
    """Two buildings of a community in one grid, a village, and staff; 6号楼 is sealed."""
    found(ledger)

    def work(db: Db) -> dict[str, int]:
        people = {
            name: settle(db, name, home, openid=openid, role=role, scope=scope)
            for name, home, openid, role, scope in (
                ("王阿姨", f"{SIX}/1单元/101", "o-wang", "resident", f"{SIX}/1单元/101"),
                ("老王", f"{SIX}/1单元/101", None, None, None),
                ("孙姨", f"{SEVEN}/1单元/101", "o-sun", None, None),
                ("牧民", "二号村/3组/12号", None, None, None),
                ("李强", "二号村/1组/1号", "o-li", "grid_worker", "永茂社区/1网格"),
                ("赵干事", None, "o-zhao", "office", None),
                ("没住处", None, None, None, None),
            )
        }
        grid = places.find(db, "永茂社区/1网格")
        assert grid is not None
        seals.seal_place(db, places.ensure(db, SIX), "周平", None, None, NOW)
        return people

    return ledger.transact(work)


def names(db: Db, spec: Audience, limit: int = 200) -> list[str]:
    """Who is in an audience, read in pages of so many."""
    up_to, after, found_names = audience.newest(db), 0, []
    while True:
        page = audience.page(db, spec, up_to=up_to, after=after, now=NOW, limit=limit)
        found_names += [db.value(_NAME, person_id=one.person_id) for one in page.chosen]
        if page.is_last:
            return found_names
        after = page.reached


WHO = {
    "everybody": (everybody(), "王阿姨 老王 孙姨 牧民 李强 赵干事 没住处"),
    "a community": (living_in("永茂社区"), "王阿姨 老王 孙姨"),
    "a building": (living_in(SIX), "王阿姨 老王"),
    "a door": (living_in(f"{SIX}/1单元/101"), "王阿姨 老王"),
    "a grid": (living_in("永茂社区/1网格", kind="grid"), "王阿姨 老王 孙姨"),
    "two places, one within the other": (living_in("永茂社区", SIX, "二号村"), "王阿姨 老王 孙姨 牧民 李强"),
    "a sealed area": (living_in(SIX, kind="sealed"), "王阿姨 老王"),
    "a role": (Audience(to=Holding(role="grid_worker")), "李强"),
    "a role where it holds": (Audience(to=Holding(role="grid_worker", places=("永茂社区",))), "李强"),
    "a role, not where its holder lives": (Audience(to=Holding(role="grid_worker", places=("二号村",))), ""),
    "a role of the whole subdistrict": (Audience(to=Holding(role="office")), "赵干事"),
    "who has not checked in": (Audience(to=NotCheckedIn()), "王阿姨 老王"),
    "who has not checked in elsewhere": (Audience(to=NotCheckedIn(places=(SEVEN,))), ""),
    "but a place": (Audience(to=everybody().to, but_places=("永茂社区", "二号村")), "赵干事 没住处"),
}


@pytest.mark.parametrize("case", WHO)
def test_who_is_in_it(ledger: Ledger, town: dict[str, int], case: str) -> None:
    spec, expected = WHO[case]
    who = expected.split()
    assert ledger.read(lambda db: names(db, spec)) == who
    assert ledger.read(lambda db: names(db, spec, limit=1)) == who
    counted = ledger.read(lambda db: audience.count(db, spec, now=NOW))
    assert counted.people == len(who)
    assert counted.with_account == len({"王阿姨", "孙姨", "李强", "赵干事"} & set(who))
    assert counted.without_account == counted.people - counted.with_account


@pytest.mark.parametrize("step", [1, 3])
def test_in_however_short_steps_they_are_looked_at_it_is_the_same(
    ledger: Ledger, town: dict[str, int], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(audience, "_SHORT_STEP", step)
    for spec, expected in WHO.values():
        assert ledger.read(lambda db, spec=spec: names(db, spec, limit=2)) == expected.split()  # type: ignore[misc]


def test_somebody_can_be_left_out_by_name(ledger: Ledger, town: dict[str, int]) -> None:
    spec = Audience(to=living_in(SIX).to, but_people=(town["老王"],))
    assert ledger.read(lambda db: names(db, spec)) == ["王阿姨"]
    assert audience_words(spec) == "永茂社区6号楼的人，另有1人除外"


def test_who_has_checked_in_is_not_chased(ledger: Ledger, town: dict[str, int]) -> None:
    ledger.transact(lambda db: checked_in(db, town["王阿姨"]))
    assert ledger.read(lambda db: names(db, Audience(to=NotCheckedIn()))) == ["老王"]


def checked_in(db: Db, person_id: int) -> None:
    said = Checkin(person_id, "王阿姨", "2022-01-20", 36.4, ("none",), None, None)
    checkins.add(db, said, filing("王阿姨", person_id), NO_DECISION)


def test_who_has_an_open_case(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> None:
        cases = {"王阿姨": "submitted", "孙姨": "released", "牧民": "under_control", "老王": "superseded"}
        for name, status in cases.items():
            row = {
                "version": 1,
                "status": status,
                "filed_at": NOW,
                "said_at": NOW,
                "filed_by": name,
                "number": "F1",
                "person_id": town[name],
                "name": name,
                "origin_name": "x",
                "stays": "[]",
                "arrive_date": "2022-01-20",
                "climbed": 0,
            }
            db.run(Statement(insert(return_report).values(row)))

    ledger.transact(work)
    spec = Audience(to=WithOpenCase(case="return_report"))
    assert ledger.read(lambda db: names(db, spec)) == ["王阿姨", "牧民"]
    assert ledger.read(lambda db: names(db, Audience(to=WithOpenCase(case="return_report", places=(SIX,))))) == ["王阿姨"]
    for case in ("exit_request", "supply_request"):
        assert ledger.read(lambda db, case=case: names(db, Audience(to=WithOpenCase(case=case)))) == []  # type: ignore[misc]


def test_whoever_was_merged_or_has_two_accounts_is_in_it_once(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> list[Addressee]:
        accounts.bind(db, "o-wang-2", town["王阿姨"])
        accounts.touch(db, "o-wang-2", NOW)
        db.run(Statement(update(person).where(person.c.id == town["老王"]).values(status="merged")))
        return audience.sample(db, living_in(SIX), now=NOW)

    (wang,) = ledger.transact(work)
    assert (wang.name, wang.openid) == ("王阿姨", "o-wang-2"), "the account that wrote last"


def test_a_sample_shows_a_few_and_no_name_in_full(ledger: Ledger, town: dict[str, int]) -> None:
    few = ledger.read(lambda db: audience.sample(db, everybody(), now=NOW, size=3))
    assert [(one.masked, one.address) for one in few] == [
        ("王**", f"{SIX}/1单元/101"),
        ("老*", f"{SIX}/1单元/101"),
        ("孙*", f"{SEVEN}/1单元/101"),
    ]
    assert ledger.read(lambda db: audience.sample(db, living_in("文化社区"), now=NOW)) == []


def test_a_window_without_anybody_of_it_is_passed(
    ledger: Ledger, town: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience_window, "WINDOW", 2)
    for spec, expected in WHO.values():
        assert ledger.read(lambda db, spec=spec: names(db, spec)) == expected.split()  # type: ignore[misc]
        assert ledger.read(lambda db, spec=spec: names(db, spec, limit=1)) == expected.split()  # type: ignore[misc]


BAD = {
    "no such place": (living_in("没有的社区"), "no such place"),
    "a building is no grid": (living_in(SIX, kind="grid"), "is no grid"),
    "an open place is not sealed": (living_in(SEVEN, kind="sealed"), "is not sealed"),
    "left out where there is nothing": (Audience(to=everybody().to, but_places=("没有的社区",)), "no such place"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_place_that_cannot_be_is_refused(ledger: Ledger, town: dict[str, int], case: str) -> None:
    spec, says = BAD[case]
    with pytest.raises(UnknownPlace, match=says):
        ledger.read(lambda db: audience.check(db, spec))


def test_what_is_sealed_now_is_named_one_by_one(ledger: Ledger, town: dict[str, int]) -> None:
    def sealed(db: Db) -> tuple[str, ...]:
        return audience.sealed_now(db, places.root_path(db))

    spec = living_in(*ledger.read(sealed), kind="sealed")
    ledger.transact(lambda db: seals.seal_place(db, places.ensure(db, SEVEN), "周平", None, None, NOW))
    assert ledger.read(lambda db: names(db, spec)) == ["王阿姨", "老王"]
    assert audience_words(spec) == "封闭管理的永茂社区6号楼的人"


def test_nobody_at_all_is_counted_as_nobody(ledger: Ledger) -> None:
    found(ledger)
    assert ledger.read(lambda db: audience.count(db, everybody(), now=NOW)) == Counted(0, 0)


# The specification by itself

SPECS: dict[str, tuple[Audience, str]] = {
    "everybody": (everybody(), "全街道的人"),
    "places": (living_in("永茂社区", "文化社区"), "文化社区、永茂社区的人"),
    "role": (Audience(to=Holding(role="gate_guard", places=(SIX,))), "永茂社区6号楼的卡口值守"),
    "case": (Audience(to=WithOpenCase(case="exit_request")), "外出申请还没办完的人"),
    "checkin": (Audience(to=NotCheckedIn(places=("永茂社区",))), "永茂社区里今天该打卡还没打的人"),
    "but": (Audience(to=everybody().to, but_places=("永茂社区",)), "全街道的人，永茂社区除外"),
}


@every_row("case", SPECS)
def test_it_is_said_in_words_and_read_back_from_its_json(case: str) -> None:
    spec, words = SPECS[case]
    assert audience_words(spec) == words
    assert parse(spec.canonical()) == spec


def every_word() -> Iterator[str]:
    for status in STATUSES:
        yield status_words(status)
        yield status_words(status, stopped=True)


def test_every_state_has_its_word() -> None:
    assert not [word for word in every_word() if word.isascii()]


def test_the_same_people_named_in_another_order_are_the_same_audience() -> None:
    assert living_in("a", "b", "a").canonical() == living_in("b", "a").canonical()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"to":{"kind":"everybody","places":["x"]}}', id="places of everybody"),
        pytest.param('{"to":{"kind":"place","places":[]}}', id="no place"),
        pytest.param('{"to":{"kind":"village"}}', id="an unknown kind"),
        pytest.param('{"to":{"kind":"role","role":"resident"}}', id="residents are no staff"),
        pytest.param('{"to":{"kind":"everybody"},"but_people":["1"]}', id="a number as text"),
        pytest.param('{"to":{"kind":"everybody"},"sql":"1"}', id="more than there is"),
        pytest.param('{"to":{"kind":"place","places":[" x"]}}', id="blanks"),
    ],
)
def test_a_specification_is_strict(text: str) -> None:
    with pytest.raises(ValidationError):
        parse(text)
