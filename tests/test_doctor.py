"""`doctor` finds what is wrong, says what to do about it, changes nothing and gives no secret away."""

import os
import re
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from sqlalchemy import text

from bot.sending.fates import Fate, SendError
from commands import doctor
from commands.doctor import FAIL, LOOK, OK, Finding, findings
from commands.remedies import remedy
from commands.wiring import machine_clock
from knowledge.announcements import load_announcement
from knowledge.settings import Settings, load_settings
from knowledge.times import MINUTE
from ledger import Db, Ledger, announcements, facts, inbox, occurrences
from ledger.backups import shelf
from ledger.console import accounts as console_accounts
from ledger.console import credentials as console_credentials
from ledger.database import create_ledger_engine
from ledger.keys import key_file, load_or_create
from ledger.outbox import claims as outbox_claims
from ledger.outbox import endpoint_rests, subscriptions
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient
from ledger.people.invitations import Wanted
from simulator.account import Account
from simulator.client import Stand
from tests.outbox_rows import put
from tests.servers import free_port
from tests.town import NOW, PLACES, found, settle

ANNOUNCEMENT = Path(__file__).resolve().parent.parent / "knowledge" / "demo" / "announcement-14.yaml"


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    with Stand.in_thread() as running:
        yield running


@pytest.fixture(autouse=True)
def as_it_was(stand: Stand) -> Iterator[None]:
    yield
    stand.clear_faults()
    stand.reset()


def settings_of(data_dir: Path, account: Account | None = None, **more: str) -> Settings:
    environ = {
        "HEXI_DATA_DIR": str(data_dir),
        "HEXI_SERVER__PORT": str(free_port()),
        "HEXI_WECHAT__API_BASE_URL": "http://127.0.0.1:1",
        **(account.environment() if account else {}),
        **more,
    }
    return load_settings(environ=environ)


def beside(stand: Stand, data_dir: Path, **more: str) -> Settings:
    """The settings of an assistant whose platform is the stand-in."""
    return settings_of(data_dir, stand.account, HEXI_WECHAT__API_BASE_URL=stand.url, **more)


def what(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings(settings)}


def levels(found: dict[str, Finding], names: Sequence[str]) -> list[str]:
    return [found[name].level for name in names]


def test_a_new_installation_with_an_account_is_ready_to_serve(stand: Stand, data_dir: Path) -> None:
    found = what(beside(stand, data_dir))
    assert {name: finding.level for name, finding in found.items()} == {
        "configuration": OK,
        "data folder": OK,
        "keys": OK,
        "plan": OK,
        "database": OK,
        "redis": OK,
        "platform": OK,
        "templates": LOOK,
        "mass sends": OK,
        "questions": OK,
        "clock": OK,
        "port": OK,
    }
    assert list(data_dir.iterdir()) == []


def test_it_says_whether_questions_can_be_tapped(data_dir: Path) -> None:
    assert what(settings_of(data_dir))["questions"].says.endswith("conversation.tappable_questions is off")
    on = settings_of(data_dir, HEXI_CONVERSATION__TAPPABLE_QUESTIONS="true")
    assert what(on)["questions"].says.startswith("can be tapped")


def test_what_is_missing_of_the_account_is_named_and_nobody_is_called(data_dir: Path) -> None:
    found = what(settings_of(data_dir, HEXI_WECHAT__APP_ID="wx0123456789abcdef"))
    assert found["configuration"].level == FAIL
    for name in ("APP_SECRET", "ORIGINAL_ID", "TOKEN", "ENCODING_AES_KEY"):
        assert f"HEXI_WECHAT__{name}" in found["configuration"].says
    assert "APP_ID" not in found["configuration"].says
    assert "platform" not in found


def test_it_prints_a_line_for_each_check_and_no_secret(
    stand: Stand, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = beside(stand, data_dir, HEXI_REDIS__URL="redis://:redis-secret@127.0.0.1:1/0")
    assert doctor.run(settings)
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 12
    assert all(re.match(r"(ok  |look|FAIL) {2}\S", line) for line in said.splitlines())
    account = stand.account
    for secret in (account.app_secret, account.token, account.aes_key, "redis-secret"):
        assert secret not in said


def test_a_database_with_a_password_is_named_without_it(
    data_dir: Path, capsys: pytest.CaptureFixture[str], stand: Stand
) -> None:
    url = "postgresql://hexi:database-secret@127.0.0.1:1/hexi?application_name=x"
    assert not doctor.run(beside(stand, data_dir, HEXI_DATABASE__URL=url))
    said = capsys.readouterr().out
    assert "database-secret" not in said
    assert re.search(r"FAIL +database +.*127\.0\.0\.1:1/hexi: cannot be used \(OperationalError\)", said)


def test_a_file_that_is_no_database_is_said_to_be_none(stand: Stand, data_dir: Path) -> None:
    (data_dir / "hexi.sqlite3").write_text("a letter, not a database " * 100)
    assert what(beside(stand, data_dir))["database"].level == FAIL


def test_a_data_folder_that_cannot_be_written_to_fails(data_dir: Path) -> None:
    (data_dir / "file").write_text("")
    assert what(settings_of(data_dir / "file"))["data folder"].level == FAIL
    assert what(settings_of(data_dir / "new" / "folder"))["data folder"].level == OK
    assert not (data_dir / "new").exists()


def test_keys_that_others_may_read_or_that_are_spoilt_show(ledger: Ledger, data_dir: Path) -> None:
    settings = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url)
    os.chmod(key_file(data_dir), 0o644)
    keys = what(settings)["keys"]
    assert (keys.level, "0644" in keys.says, "chmod 600" in keys.says) == (LOOK, True, True)
    key_file(data_dir).write_text("{}")
    found = what(settings)
    assert levels(found, ["keys", "ledger"]) == [FAIL, FAIL]
    key_file(data_dir).unlink()
    found = what(settings)
    assert levels(found, ["keys", "ledger"]) == [OK, FAIL]
    assert "backup" in found["ledger"].says
    assert not key_file(data_dir).exists()


def test_keys_that_are_not_those_of_the_database_show(ledger: Ledger, data_dir: Path) -> None:
    ledger.transact(facts.require_own_keys)
    settings = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url)
    assert "ledger" not in what(settings)
    key_file(data_dir).unlink()
    load_or_create(data_dir)
    assert what(settings)["ledger"].level == FAIL


def test_a_schema_of_a_newer_program_fails(ledger: Ledger, data_dir: Path) -> None:
    engine = create_ledger_engine(ledger.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_next_year'"))
    engine.dispose()
    found = what(settings_of(data_dir, HEXI_DATABASE__URL=ledger.url))
    assert (found["database"].level, "newer" in found["database"].says) == (FAIL, True)


def test_whether_somebody_can_sign_in_to_the_offices_pages_shows(ledger: Ledger, data_dir: Path) -> None:
    settings = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url)
    ledger.transact(facts.require_own_keys)
    nobody = what(settings)["console"]
    assert (nobody.level, "no accounts yet" in nobody.says, "this machine alone" in nobody.says) == (OK, True, True)
    now = machine_clock()
    account = ledger.transact(lambda db: console_accounts.make(db, Wanted("office", "陈主任"), frozenset(), now))
    assert what(settings)["console"].level == LOOK
    assert "nobody can sign in" in what(settings)["console"].says
    token = ledger.transact(lambda db: console_credentials.add_link(db, account, "A" * 32, now, 60_000))
    assert (what(settings)["console"].level, "1 with a link" in what(settings)["console"].says) == (OK, True)
    ledger.transact(lambda db: console_credentials.set_up(db, token, "hash", 1, now))
    public = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url, HEXI_CONSOLE__ADDRESS="https://fk.example.cn")
    assert what(public)["console"].says == "https://fk.example.cn: 1 accounts, 1 set up, 0 with a link that works"
    ledger.transact(lambda db: console_accounts.end(db, "陈主任", now))
    assert "no accounts yet" in what(public)["console"].says


def test_by_what_people_are_reached_and_which_quota_is_used_up_shows(ledger: Ledger, data_dir: Path) -> None:
    settings = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url)
    ledger.transact(facts.require_own_keys)
    shown = what(settings)
    assert [shown[name].level for name in ("subscriptions", "quotas", "mass sends")] == [OK, OK, OK]
    assert "none configured" in shown["subscriptions"].says and "off" in shown["mass sends"].says
    configured = settings_of(
        data_dir,
        HEXI_DATABASE__URL=ledger.url,
        HEXI_SUBSCRIPTIONS__ALERT__TEMPLATE_ID="S1",
        HEXI_SUBSCRIPTIONS__ALERT__FIELDS="thing1={title}",
        HEXI_NOTICES__MASS_SENDS="true",
    )
    now = machine_clock()

    def agreed_and_used_up(db: Db) -> None:
        subscriptions.agree(db, "o-wang", "S1", long_term=False, now=now)
        subscriptions.agree(db, "o-wang", "S2", long_term=False, now=now)
        endpoint_rests.note(db, "custom", now + 60_000, now)

    ledger.transact(agreed_and_used_up)
    shown = what(configured)
    assert shown["subscriptions"].says == "alert: 1 agreed; 1 of other templates"
    assert (shown["quotas"].level, "custom until" in shown["quotas"].says) == (LOOK, True)
    assert "bring a notice" in shown["mass sends"].says


def test_what_waits_for_people_and_who_answers_for_nobody(ledger: Ledger, data_dir: Path) -> None:
    settings = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url)
    found(ledger)
    places = [name for name, _ in PLACES]

    def trouble(db: Db) -> None:
        settle(db, "王阿姨", "永茂社区/6号楼/2单元/301")
        settle(db, "王大爷", "永茂社区/6号楼/2单元/301")
        settle(db, "李强", "文化社区/1号楼/1单元/101")
        inbox.count_try(db, b"key", "o-wang", "words", "KeyError", NOW, 1)
        to = Recipient("o-wang", None, "王阿姨")
        put(db, key="k", to=to, kind="notice", body="x", about="x", now=NOW)
        (row,) = outbox_claims.claim(db, NOW, "lease", 1, 1)
        outbox_settling.settle_unknown(db, row, "no answer", NOW)

    ledger.transact(trouble)
    seen = what(settings)
    names = ["parked messages", "deliveries", "leads", "grid workers", "announcements"]
    assert levels(seen, names) == [LOOK] * 5
    assert seen["parked messages"].says.startswith("1 ")
    assert seen["deliveries"].says.startswith("1 ")
    assert seen["leads"].says == f"nobody leads {', '.join(places)}"
    assert seen["grid workers"].says == "no grid worker for 永茂社区 (2 people), 文化社区 (1 people)"

    def appoint(db: Db) -> None:
        for number, place in enumerate(places):
            settle(db, f"负责人{number}", role="community_lead", scope=place)
            settle(db, f"网格员{number}", role="grid_worker", scope=f"{place}/1网格")
        settle(db, "另一网格员", role="grid_worker", scope="永茂社区/2网格")
        settle(db, "赵某", "永茂社区/9号楼/1单元/101")  # in no grid yet: both of the community's answer for it
        issued = load_announcement(ANNOUNCEMENT)
        announcements.put_in_force(
            db,
            issuer=issued.issuer,
            number=issued.number,
            effective_at=issued.effective_at,
            content=issued.model_dump_json(),
            who="陈主任",
            now=NOW,
        )

    ledger.transact(appoint)
    seen = what(settings)
    assert levels(seen, names) == [LOOK, LOOK, OK, OK, OK]
    assert "第14号" in seen["announcements"].says


def test_an_announcement_of_tomorrow_is_not_in_force_by_the_applications_clock(ledger: Ledger, data_dir: Path) -> None:
    issued = load_announcement(ANNOUNCEMENT)
    ledger.transact(
        lambda db: announcements.put_in_force(
            db,
            issuer=issued.issuer,
            number=issued.number,
            effective_at=issued.effective_at,
            content=issued.model_dump_json(),
            who="陈主任",
            now=NOW,
        )
    )
    settings = settings_of(
        data_dir,
        HEXI_DATABASE__URL=ledger.url,
        HEXI_ENVIRONMENT="development",
        HEXI_CLOCK="2022-01-18T09:00:00+08:00",
    )
    assert settings.clock is not None
    offset = settings.clock - machine_clock()
    ledger.transact(lambda db: facts.put(db, facts.CLOCK_OFFSET, str(offset)))
    seen = what(settings)
    assert seen["announcements"].level == LOOK
    assert "2022-01-18" in seen["clock"].says


def test_redis_that_answers_and_one_that_is_away(data_dir: Path, redis_url: str) -> None:
    assert what(settings_of(data_dir, HEXI_REDIS__URL=redis_url))["redis"].level == OK
    assert what(settings_of(data_dir, HEXI_REDIS__URL="redis://127.0.0.1:1/0"))["redis"].level == LOOK


@pytest.mark.parametrize(
    ("code", "words"),
    [(40164, "IP whitelist"), (40125, "HEXI_WECHAT__APP_SECRET"), (40243, "unfreeze"), (99999, "return codes")],
)
def test_what_the_platform_refuses_is_named_with_its_remedy(
    stand: Stand, data_dir: Path, code: int, words: str
) -> None:
    stand.fault("stable_token", "errcode", code=code)
    platform = what(beside(stand, data_dir))["platform"]
    assert platform.level == FAIL
    assert str(code) in platform.says
    assert words in platform.says


def test_the_address_that_is_not_on_the_whitelist_is_named() -> None:
    refusal = SendError(Fate.PERM, 40164, "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist", "65a-1")
    assert "address 1.2.3.4 to" in remedy(refusal)
    assert "rid 65a-1" in remedy(refusal)


def test_purposes_without_a_template_and_templates_that_do_not_fit_show(stand: Stand, data_dir: Path) -> None:
    says = what(settings_of(data_dir))["templates"].says
    assert says.startswith("none for alert, task, reminder, progress, notice: to whoever has not written for 48 hours")
    given: dict[str, str] = {}
    for purpose in ("ALERT", "TASK", "REMINDER", "PROGRESS", "NOTICE"):
        given[f"HEXI_TEMPLATES__{purpose}__TEMPLATE_ID"] = "OF_DOCTOR"
        given[f"HEXI_TEMPLATES__{purpose}__FIELDS"] = "thing1={text}"
    settings = beside(stand, data_dir, **given)
    assert what(settings)["templates"].says.startswith("alert: the account has no template OF_DOCTOR; task: ")
    stand.template("OF_DOCTOR", "提醒", "{{thing1.DATA}}")
    assert what(settings)["templates"] == Finding(OK, "templates", "for alert, task, reminder, progress, notice")
    stand.fault("template/get_all_private_template", "errcode", code=48001)
    refused = what(settings)["templates"]
    assert (refused.level, "48001" in refused.says) == (LOOK, True)


def test_a_platform_that_does_not_answer_is_to_be_looked_at(stand: Stand, data_dir: Path) -> None:
    found = what(settings_of(data_dir, stand.account))
    assert found["platform"].level == LOOK
    assert found["clock"].level == OK


@pytest.mark.parametrize(("seconds", "level"), [(60, LOOK), (-3600, FAIL), (3600, FAIL)])
def test_a_clock_that_is_off_is_told_by_the_platforms(
    stand: Stand, data_dir: Path, seconds: int, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = machine_clock()
    monkeypatch.setattr("commands.doctor.machine.machine_clock", lambda: now + seconds * 1000)
    clock = what(beside(stand, data_dir))["clock"]
    assert clock.level == level
    assert ("ahead of" if seconds > 0 else "behind") in clock.says


def test_a_port_that_somebody_else_has_fails_and_one_of_a_running_assistant_does_not(data_dir: Path) -> None:
    port = free_port()

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

    for words, level in ((b"ok", OK), (b"another program", FAIL)):

        def answer(environ, start_response, words=words):  # type: ignore[no-untyped-def]
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [words]

        with make_server("127.0.0.1", port, answer, handler_class=Quiet) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            assert what(settings_of(data_dir, HEXI_SERVER__PORT=str(port)))["port"].level == level
            server.shutdown()
            thread.join()
    assert what(settings_of(data_dir, HEXI_SERVER__PORT="0"))["port"].says == "127.0.0.1: any free one"
    assert what(settings_of(data_dir, HEXI_SERVER__HOST="192.0.2.1"))["port"].level == FAIL


@pytest.mark.parametrize(
    ("ended", "minutes", "level", "says"),
    [
        pytest.param((), 0, OK, "none was due yet", id="a new installation"),
        pytest.param((("arrivals", "done"),), 1, OK, "1 were due, none failed or was missed", id="all in order"),
        pytest.param((("arrivals", "missed"), ("roll_call", "done")), 1, LOOK, "arrivals missed (due ", id="missed"),
        pytest.param((("retention", "failed"),), 1, LOOK, "retention failed (due ", id="failed"),
        pytest.param((("arrivals", "done"),), 60, LOOK, "none has run since ", id="nothing runs them"),
        pytest.param((("backup", "missed"),), 1, OK, "none was due yet", id="a backup that cannot be made has a line"),
    ],
)
def test_what_was_not_done_by_the_clock_is_shown(
    ledger: Ledger, data_dir: Path, ended: tuple[tuple[str, str], ...], minutes: int, level: str, says: str
) -> None:
    due = machine_clock() - minutes * MINUTE

    def work(db: Db) -> None:
        for job, status in ended:
            occurrences.claim(db, job, due, "a scheduler", due, status)

    ledger.transact(work)
    found = what(settings_of(data_dir, HEXI_DATABASE__URL=ledger.url))["jobs"]
    assert found.level == level
    assert says in found.says


def test_it_says_whether_a_backup_is_made_each_night_and_of_when_the_newest_is(ledger: Ledger, data_dir: Path) -> None:
    found = what(settings_of(data_dir, HEXI_DATABASE__URL=ledger.url))["backup"]
    assert found.level == LOOK
    assert "HEXI_BACKUP__PASSPHRASE" in found.says
    given = settings_of(data_dir, HEXI_DATABASE__URL=ledger.url, HEXI_BACKUP__PASSPHRASE="a passphrase that is long")
    assert what(given)["backup"] == Finding(OK, "backup", "each night at 02:30; none yet")
    shelf.place_for(data_dir, date(2022, 1, 20)).touch()
    assert what(given)["backup"].says == "each night at 02:30; the newest is of 2022-01-20"
