"""The evening's digest: ten lines and a picture for leaders, each of their scope, once, without a name in them."""

import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.digest_words import digest_words
from knowledge.plan import the_plan
from knowledge.times import HOUR, parse_moment
from ledger import Db, Statement, audit, people, places, seals
from ledger.figures import Span, gather, told
from ledger.outbox import WAITS_FOR_CONTACT, pictures
from ledger.tables import alert, exit_request, health_checkin, return_report, supply_request
from scheduler.digest_sheet import sheet
from scheduler.drawing import sheet as drawing
from scheduler.drawing.sheet import FONT, WIDTH, Bar, NotDrawn, Sheet, Tile, png
from tests.figure_town import DAY, put
from tests.talking import Talk
from tests.test_checkin_reminders import until
from tests.test_exit_request import bind

_OUTBOX = Statement(text("SELECT key, kind, picture, template FROM outbox WHERE kind = 'digest' ORDER BY id"))
_PICTURES = Statement(text("SELECT id FROM picture"))
_VISITS = Statement(text("SELECT count(*) FROM task WHERE kind = 'visit'"))
DOOR = "永茂社区/6号楼/2单元/301"


def rows(talk: Talk) -> list[tuple[str, str, str | None, str]]:
    return talk.installation.ledger.read(lambda db: db.all(_OUTBOX))


def column(talk: Talk, name: str) -> list[str]:
    one = Statement(text(f"SELECT {name} FROM outbox WHERE kind = 'digest'"))
    found = [row[0] for row in talk.installation.ledger.read(lambda db: db.all(one))]
    assert found
    return found


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A picture, drawn once: it takes a process of its own."""
    return png(LONG, tmp_path_factory.mktemp("drawn"))


def chained(db: Db, now: int) -> None:
    """Something is in the audit chain."""
    audit.note(db, now, None, "system", "sealed", "place:2")
    audit.chain(db)


@pytest.fixture
def evening(talk: Talk, drawn: bytes, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """18:00 of a day on which something of everything has happened; 赵书记 leads, 孙主任 leads 永茂, 钱督查 inspects."""
    monkeypatch.setattr("scheduler.digest.png", lambda *_: drawn)
    bind(talk, "赵书记", "leader")
    bind(talk, "孙主任", "community_lead", scope="永茂社区")
    bind(talk, "钱督查", "inspector")
    talk.at("2022-01-20T18:00")
    now = talk.clock[0]

    def fill(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, "永茂社区"), "周平", "lockdown", None, now - HOUR)
        for name in ("李铁柱", "何花"):
            people.add(db, name=name, phone=None, place_id=places.ensure(db, DOOR).id, now=now, filed_by="test")
        ill = {"person": "王阿姨", "person_id": 1, "date": DAY, "temperature": 38.2, "outcome": '{"level":"urgent"}'}
        checkin = put(db, health_checkin, DOOR, **ill)
        put(db, alert, DOOR, about=f"health_checkin:{checkin}", group_id="medical", status="sent", due_at=now - HOUR)
        put(db, return_report, DOOR, number="F1", origin_name="呼和浩特市", party_size=3, filed_at=now - HOUR)
        put(db, exit_request, DOOR, status="on_record", kind="ordinary", reason="medical", filed_at=now - HOUR)
        put(db, exit_request, "泰安社区/1号楼/101", status="overdue", kind="ordinary", reason="work", filed_at=now)
        late = {"filed_at": now - 5 * HOUR, "due_at": now - HOUR, "steps": "delivery", "group_id": "supplies"}
        put(db, supply_request, DOOR, status="accepted", **late)
        chained(db, now)

    talk.installation.ledger.transact(fill)
    return talk


def test_a_leader_gets_a_picture_and_ten_lines(evening: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.digest.png", png)
    assert evening.job("digest") == 3
    head = evening.installation.ledger.read(audit.head)
    evening.reaches(
        "赵书记",
        f"""1月20日 18:00 河西街道日报
应打卡 3，已打 1，没打 2（永茂社区 2）
发热 1；还有 1 人没人接手
返乡新报 1件 3人（呼和浩特市 1），管控中 0
外出申请 2：批 2，没批 0；在外 1，超时没回 1
物资新收 1，没办完 1（最久 5 小时，过时限 1）
等人接手：报警 1，找工作人员 0（最久 9 小时）
缺岗 2：永茂社区卡口 24小时都没排；永茂社区专班组长 24小时都没排
消毒 0/1，清垃圾 0/1；过去24小时卡口缺值班记录 1 小时
回「永茂社区」「未打卡」「缺岗」看细目
存证 #{head.count} {head.hash.hex()[:12]}""",
    )
    image = next(one for one in evening.stand.chat(evening.openid("赵书记")) if one.kind == "image")
    assert image.channel == "custom"


def test_who_leads_a_community_gets_theirs_alone(evening: Talk) -> None:
    evening.job("digest")
    words = evening.reaches("孙主任", "1月20日 18:00 永茂社区日报…存证…")
    assert "没打 2（6号楼 2）" in words
    assert "在外 0，超时没回 0" in words
    assert "河西" not in words


def test_the_inspector_gets_what_is_overdue_and_whose_duty_it_was(evening: Talk) -> None:
    evening.job("digest")
    words = evening.reaches("钱督查", "1月20日 18:00 河西街道：过了时限没办的…存证 #…")
    assert "报警没人接 1：医疗保障组，最久 9 小时" in words
    assert "物资没按时办 1：物资保障组，最久 5 小时" in words


def test_no_digest_says_a_name_or_a_number_of_a_record(evening: Talk) -> None:
    evening.job("digest")
    for who in ("赵书记", "孙主任", "钱督查"):
        words = evening.reaches(who, "1月20日 18:00…存证…")
        for private in ("王阿姨", "李铁柱", "301", "2单元", "1380"):
            assert private not in words


def test_it_goes_out_once_however_often_the_job_runs(evening: Talk) -> None:
    evening.job("digest")
    before = rows(evening)
    evening.later(minutes=20)
    evening.job("digest")
    assert rows(evening) == before
    assert len(evening.installation.ledger.read(lambda db: db.all(_PICTURES))) == 2
    assert {kind for _, kind, *_ in before} == {"digest"}


def test_each_filing_is_in_one_digest_whenever_they_go_out(evening: Talk) -> None:
    """The one of the second day is caught up at 21:30: the third begins there, not at 18:00."""

    def file(moment: str) -> None:
        filed = {"filed_at": parse_moment(moment), "number": moment}
        evening.installation.ledger.transact(
            lambda db: put(db, return_report, DOOR, origin_name="呼和浩特市", party_size=1, **filed)
        )

    def reported() -> str:
        assert evening.job("digest") == 3
        newest = Statement(text("SELECT words FROM digest WHERE scope <> 'overdue' ORDER BY id DESC"))
        return str(evening.installation.ledger.read(lambda db: db.all(newest))[0][0]).split("返乡新报 ")[1][:2]

    assert reported() == "1件"
    for moment in ("2022-01-20T18:00:00.001+08:00", "2022-01-21T17:00+08:00", "2022-01-21T19:00+08:00"):
        file(moment)
    evening.at("2022-01-21T21:30")
    assert reported() == "3件"
    for moment in ("2022-01-21T21:31+08:00", "2022-01-22T17:00+08:00"):
        file(moment)
    evening.at("2022-01-22T18:00")
    assert reported() == "2件"


def test_one_made_by_hand_in_the_morning_does_not_replace_the_evenings(evening: Talk) -> None:
    evening.at("2022-01-21T10:00")
    assert evening.job("digest") == 3
    assert evening.job("digest") == 0
    evening.reaches("赵书记", "1月21日 10:00 河西街道日报…")
    evening.at("2022-01-21T18:00")
    assert evening.job("digest") == 3
    evening.reaches("赵书记", "1月21日 18:00 河西街道日报…")


def test_the_picture_says_since_when_it_counts(evening: Talk) -> None:
    def moment(since: int) -> str:
        span = Span("2022-01-21", since, parse_moment("2022-01-21T21:30+08:00"))
        figures = evening.installation.ledger.read(lambda db: gather(db, places.root_path(db), span, 37.3))
        facts = {**told.facts(figures, "河西街道"), "chain_no": 0, "chain_hash": ""}
        assert sheet(figures, facts).foot == ""
        return sheet(figures, facts).moment

    assert moment(parse_moment("2022-01-20T18:00+08:00")) == "1月21日 21:30（昨天18:00起）"
    assert moment(parse_moment("2022-01-19T21:30+08:00")) == "1月21日 21:30（1月19日21:30起）"


def test_where_nothing_is_chained_yet_there_is_no_number_of_the_chain(talk: Talk) -> None:
    bind(talk, "赵书记", "leader")
    bind(talk, "钱督查", "inspector")
    for who in ("赵书记", "钱督查"):
        assert "存证" not in talk.say(who, "日报")


def test_nobody_is_visited_for_a_digest_that_did_not_get_through(evening: Talk) -> None:
    evening.stand.settings(windows=True)
    evening.later(days=3)
    evening.job("digest")
    ledger = evening.installation.ledger
    until(lambda: all(error == WAITS_FOR_CONTACT for error in column(evening, "error")))
    evening.later(days=2)
    ledger.on_queued()
    until(lambda: set(column(evening, "status")) == {"unreachable"})
    assert ledger.read(lambda db: db.value(_VISITS)) == 0


def test_without_a_picture_the_words_go_alone(evening: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> bytes:
        raise NotDrawn("no process")

    monkeypatch.setattr("scheduler.digest.png", breaks)
    evening.job("digest")
    evening.reaches("赵书记", "1月20日 18:00 河西街道日报…")
    assert all(picture is None for *_, picture, _ in rows(evening))


def test_nobody_is_told_where_nobody_leads(talk: Talk) -> None:
    assert talk.job("digest") == 0


LONG = Sheet(
    title="亲水人家社区日报",
    moment="1月20日 18:00（昨天18:00起）",
    tiles=tuple(Tile("物资没办完", "12,345", "最久 1234 小时，过时限 1234，还有很多很多很多话", True) for _ in range(6)),
    bars_title="各处打卡（已打/应打）",
    bars=(Bar("亲水人家社区", 0, 12_345), Bar("二号村", 1, 1)),
    foot="存证 #4821348 a91f3c207b54",
)


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", picture[16:24])
    return wide, high


def test_the_picture_is_as_wide_as_it_is_meant_to_be_and_has_something_on_it(drawn: bytes, tmp_path: Path) -> None:
    wide, high = size_of(drawn)
    assert wide == WIDTH
    assert 1000 < high < 2400
    assert 20_000 < len(drawn) < 1_000_000
    blank = png(replace(LONG, title=" ", tiles=(), bars=(), foot=" ", moment=" "), tmp_path)
    assert len(blank) < len(drawn) / 5


def test_a_drawing_that_fails_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotDrawn):
        png(replace(LONG, bars=(Bar("二号村", 1, 0),)), tmp_path)


def test_no_text_of_it_is_smaller_than_eleven_on_a_small_phone() -> None:
    source = (Path(drawing.__file__).parent / "draw.py").read_text(encoding="utf-8")
    sizes = [int(size) for size in re.findall(r"_SIZE\b.* = (.+)", source)[0].split(", ")]
    sizes += [int(size) for size in re.findall(r", (\d\d), _INK", source)]
    assert min(sizes) / (WIDTH / 360) >= 11


def test_the_font_has_every_sign_of_every_text() -> None:
    from matplotlib.ft2font import FT2Font

    known = set(FT2Font(str(FONT)).get_charmap())
    words = digest_words()
    tiles = [words.tiles.missing, words.tiles.fevers, words.tiles.reported, words.tiles.outside]
    tiles += [words.tiles.open, words.tiles.gap_count]
    texts = [words.title, words.moment, words.bars, words.foot, words.gap, words.gap_all, words.tomorrow]
    texts += [words.yesterday, words.earlier]
    texts += [one or "" for tile in tiles for one in (tile.label, tile.note, tile.otherwise, tile.nothing)]
    plan = the_plan()
    texts += [plan.head.street, *(place.name for place in plan.places), "0123456789abcdef,#°C号楼组单元小区村"]
    assert {sign for one in texts for sign in one if ord(sign) not in known} == set()
    assert all(ord(sign) in known for one in LONG.words for sign in one)


def test_a_picture_is_sealed_until_it_is_sent(evening: Talk) -> None:
    evening.job("digest")
    [named, *_] = [picture for *_, picture, _ in rows(evening) if picture]
    assert named is not None
    kept = Statement(text("SELECT content_sealed FROM picture ORDER BY id"))
    sealed = evening.installation.ledger.read(lambda db: bytes(db.all(kept)[0][0]))
    assert b"PNG" not in sealed
    assert size_of(evening.installation.ledger.read(lambda db: pictures.content(db, named)))[0] == WIDTH
