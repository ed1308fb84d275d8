"""The command line as operators and scripts use it: what it prints, and one clear line where it refuses (INTERFACES 4)."""

import io
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from commands.announce import announce
from commands.chat import chat
from commands.errors import Refused
from commands.invite import invite_file
from commands.job import run_job
from commands.wiring import Installation, open_installation
from knowledge.settings import PROJECT_FOLDER, load_settings
from knowledge.times import parse_moment
from ledger import Ledger
from ledger.announcements import kept
from ledger.people import STAFF_ROLES
from ledger.people.invitations import CODE_ALPHABET, CODE_LENGTH
from ledger.statement import Statement
from ledger.tables import invitation
from scheduler.job import Surroundings
from scheduler.jobs import JOBS
from tests import processes
from tests.processes import Operator, operating, statuses

ANNOUNCEMENT = PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml"
CODE = rf"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}"
_INVITED = Statement(select(func.count()).select_from(invitation))
FEVER = '{"fever": true, "symptoms": false, "breathless": false, "positive_test": false, "contact_history": null}'


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    with operating(tmp_path / "data") as ready:
        yield ready


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """A shell on a host where nothing runs and a ledger is there."""
    with operating(tmp_path_factory.mktemp("shell") / "data") as ready:
        assert ready.run("invite", "--role", "office").returncode == 0
        yield ready


@pytest.fixture
def house(ledger: Ledger, data_dir: Path) -> Installation:
    """An installation in this process, on each kind of database."""
    return open_installation(load_settings(environ={"HEXI_DATA_DIR": str(data_dir)}), ledger)


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


# What cannot be done

REFUSED: list[tuple[str, list[str], str]] = [
    ("an unknown record", ["ledger", "secrets"], "health_checkin"),
    ("a time that is none", ["ledger", "person", "--since", "gestern"], "2022-01-20T18:00"),
    ("an unknown rule", ["decide", "cooking", "--facts", "{}"], "health_alert"),
    ("facts that are no JSON", ["decide", "health_alert", "--facts", "{"], "JSON"),
    ("facts that are missing", ["decide", "health_alert", "--facts", "{}"], "missing"),
    ("a day that is none", ["decide", "health_alert", "--facts", FEVER, "--on", "gestern"], "2022-01-20"),
    ("a day before the rule", ["decide", "health_alert", "--facts", FEVER, "--on", "1999-01-01"], "person"),
    ("an unknown job", ["job", "cooking"], "arrivals"),
    ("a job at no time", ["job", "arrivals", "--at", "gestern"], "2022-01-20T18:00"),
    ("a chat as nobody", ["chat", "--as", "king"], "grid_worker"),
    ("a chat at no time", ["chat", "--at", "gestern"], "2022-01-20T18:00"),
    ("nobody invited", ["invite"], "--role"),
    ("an unknown role", ["invite", "--role", "king"], "grid_worker"),
    ("a role without its place", ["invite", "--role", "grid_worker"], "scope"),
    ("an unknown place", ["invite", "--role", "grid_worker", "--scope", "火星社区/1网格"], "火星社区"),
    ("an unknown group", ["invite", "--role", "group_member", "--scope", "cooking"], "medical"),
    ("no telephone", ["invite", "--role", "office", "--phone", "none"], "--phone"),
    ("no name", ["invite", "--role", "office", "--name", "王\n阿姨"], "--name"),
    ("no file of people", ["invite", "--file", "no-such-file"], "no-such-file"),
    ("an unknown grid", ["grid", "永茂社区/6号楼", "9网格", "--by", "陈主任"], "no grid of 永茂社区"),
    ("a grid by nobody", ["grid", "永茂社区/6号楼", "1网格", "--by", " "], "--by"),
    ("nobody to lead", ["seal", "永茂社区/6号楼", "--leader", " "], "--leader"),
    ("an unknown place to seal", ["seal", "火星社区", "--leader", "周平"], "火星社区"),
    ("everything to seal", ["seal", "/", "--leader", "周平"], "community"),
    ("an unknown kind of seal", ["seal", "永茂社区", "--leader", "周平", "--kind", "red"], "lockdown"),
    ("what is not sealed", ["unseal", "永茂社区/6号楼"], "not sealed"),
    ("no announcement", ["announce", "no-such-file", "--by", "陈主任"], "no-such-file"),
    ("another file", ["announce", "config.yaml", "--by", "陈主任"], "config.yaml"),
    ("an announcement by nobody", ["announce", str(ANNOUNCEMENT), "--by", " "], "--by"),
    ("nothing to check", ["plan", "check", "--announcement", "no-such-file"], "no-such-file"),
]
# One process for all of them: starting Python takes longer than what they do.
_ONE_AFTER_ANOTHER = """
import contextlib, io, json, sys, traceback
from app import app
for arguments in json.loads(sys.argv[1]):
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(arguments)
        except SystemExit as end:
            code = end.code
        except BaseException:
            traceback.print_exc()
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


@pytest.fixture(scope="module")
def refusals(shell: Operator) -> Mapping[str, tuple[int, str, str]]:
    """What each refused call ended with: exit code, standard output, standard error."""
    calls = json.dumps([arguments for _, arguments, _ in REFUSED])
    ran = processes.run([calls], shell.environment, code=_ONE_AFTER_ANOTHER)
    assert ran.returncode == 0, ran.stderr
    ended = [tuple(json.loads(line)) for line in ran.stdout.splitlines()]
    return {what: end for (what, _, _), end in zip(REFUSED, ended, strict=True)}


@pytest.mark.parametrize(("what", "named"), [(what, named) for what, _, named in REFUSED])
def test_what_cannot_be_done_is_one_line_that_says_what_would_be_right(
    refusals: Mapping[str, tuple[int, str, str]], what: str, named: str
) -> None:
    code, out, err = refusals[what]
    assert code != 0, err
    assert out == ""
    (said,) = err.splitlines()
    assert named in said


@pytest.mark.parametrize(
    ("arguments", "environ", "named"),
    [
        (["ledger", "secrets"], {}, "health_checkin"),
        (["invite", "--role", "office"], {"HEXI_DATA_DIR": "/dev/null"}, "HEXI_DATA_DIR"),
        (["job", "arrivals"], {"HEXI_DATABASE__URL": "postgresql://127.0.0.1:1/hexi"}, "HEXI_DATABASE__URL"),
    ],
    ids=["call", "folder", "database"],
)
def test_a_process_that_refuses_ends_with_two_and_one_line(
    shell: Operator, arguments: list[str], environ: dict[str, str], named: str
) -> None:
    refused = shell.run(*arguments, **environ)
    assert (refused.returncode, refused.stdout) == (2, "")
    (said,) = refused.stderr.splitlines()
    assert named in said


# invite


def test_an_invitation_is_its_code_alone_also_before_there_is_a_server(operator: Operator) -> None:
    printed = operator.run("invite", "--role", "grid_worker", "--scope", "永茂社区/1网格", "--name", "李强")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert re.fullmatch(f"{CODE}\n", printed.stdout)


def test_many_are_printed_with_their_codes_as_they_came(shell: Operator) -> None:
    wanted: list[Mapping[str, object]] = [
        {"role": "resident", "scope": "永茂社区/6号楼/2单元/301", "name": "王阿姨", "phone": "13800001111"},
        {"name": "李强", "scope": "永茂社区/1网格", "role": "grid_worker"},
        {"role": "group_member", "scope": "medical", "name": "何医生", "phone": None},
        {"role": "office", "name": "乌云其其格"},
    ]
    given = "\ufeff" + "\n".join(line(**one) for one in wanted)
    printed = shell.run("invite", "--file", "-", given=given, LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (printed.returncode, printed.stderr) == (0, "")
    made = [json.loads(one) for one in printed.stdout.splitlines()]
    codes = [one.pop("code") for one in made]
    assert made == wanted
    assert "乌云其其格" in printed.stdout
    assert all(re.fullmatch(CODE, code) for code in codes)
    assert len(set(codes)) == len(wanted)


GOOD = line(role="office", name="陈主任")


@pytest.mark.parametrize(
    ("bad", "number", "field"),
    [
        (line(role="king", name="林秀"), 2, "role"),
        (line(role="office"), 2, "name"),
        (line(role="office", name="   "), 2, "name"),
        (line(role="office", name="林\n秀"), 2, "name"),
        (line(role="office", name="林秀", phone="13800x"), 2, "phone"),
        (line(role="office", name="林秀", phone=13800001111), 2, "phone"),
        (line(role="office", name="林秀", rank="head"), 2, "rank"),
        (line(role="grid_worker", name="林秀"), 2, "scope"),
        (line(role="resident", name="林秀", scope="火星社区/1号楼"), 2, "scope"),
        (line(role="resident", name="林秀", scope="永茂社区/6号楼/3组"), 2, "scope"),
        (line(role="group_member", name="林秀", scope="cooking"), 2, "scope"),
        ("not JSON\n", 2, "the line"),
        ('["office"]\n', 2, "the line"),
        ('{"role": "office", "name": "林秀"', 2, "the line"),
        ("\n\n" + line(role="king", name="林秀"), 4, "role"),
        (GOOD * 400 + line(role="resident", name="林秀", scope="火星社区/1号楼"), 402, "scope"),
    ],
)
def test_a_bad_line_is_named_with_its_field_and_nobody_is_invited(
    house: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str, number: int, field: str
) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text(GOOD + bad + GOOD, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        invite_file(house, file)
    assert str(refused.value).startswith(f"{file}, line {number}: ")
    assert field in str(refused.value)
    assert "13800x" not in str(refused.value)
    assert house.ledger.read(lambda db: db.value(_INVITED)) == 0
    assert capsys.readouterr().out == ""


def test_a_file_that_is_not_utf_8_is_refused_by_its_line(house: Installation, tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    file.write_bytes(GOOD.encode() + GOOD.encode("gbk"))
    with pytest.raises(Refused, match="line 2"):
        invite_file(house, file)


def test_ten_thousand_are_invited_in_half_a_minute_beside_a_running_server(operator: Operator) -> None:
    operator.serve()
    zhao = operator.stand.person("赵某")
    over = threading.Event()
    heard: list[tuple[list[int | None], float]] = []

    def talk() -> None:
        while not over.wait(0.05):
            outcome = operator.stand.say(zhao, "帮助")
            heard.append((statuses(outcome), outcome.seconds))

    talking = threading.Thread(target=talk)
    talking.start()
    given = "".join(
        line(
            role="resident",
            scope=f"永茂社区/{n // 60 + 1}号楼/{n % 3 + 1}单元/{n}",
            name=f"居民{n}",
            phone="13800001111",
        )
        for n in range(10_000)
    )
    started = time.monotonic()
    printed = operator.run("invite", "--file", "-", given=given)
    seconds = time.monotonic() - started
    over.set()
    talking.join()
    assert printed.returncode == 0, printed.stderr
    codes = [json.loads(one)["code"] for one in printed.stdout.splitlines()]
    assert len(set(codes)) == 10_000
    assert seconds < 90, "half a minute where nothing else runs"
    assert len(heard) > 2
    assert all(status[-1] == 200 for status, _ in heard)  # on a busy machine now and then at the platform's next try
    at_once = [seconds for status, seconds in heard if status == [200]]
    assert len(at_once) > len(heard) / 2
    assert max(at_once) < 5
    outcome = operator.stand.say(zhao, f"绑定 {codes[-1]}")
    assert "绑定好了：居民9999，" in outcome.seen


# decide, plan, doctor


def test_a_decision_is_printed_with_version_clause_and_reasons(shell: Operator) -> None:
    printed = shell.run("decide", "health_alert", "--facts", FEVER, "--on", "2022-01-20")
    assert (printed.returncode, printed.stderr) == (0, "")
    (decided,) = map(json.loads, printed.stdout.splitlines())
    assert (decided["rule"], decided["version"], decided["clause"]) == ("health_alert", "2021-01-01", "2.1")
    assert decided["outcome"]["groups"] == ["medical"]
    assert decided["trace"]


def test_a_decision_by_an_announcement_names_it(shell: Operator) -> None:
    journey = {"sealed_place": False, "stays": [{"code": "150100", "until_on": "2022-01-22"}]}
    printed = shell.run(
        "decide",
        "return_handling",
        "--facts",
        json.dumps(journey),
        "--on",
        "2022-01-22",
        "--announcement",
        str(ANNOUNCEMENT),
    )
    assert (printed.returncode, printed.stderr) == (0, "")
    assert json.loads(printed.stdout)["proposal"]["measure"] == "health_monitoring"


def test_the_projects_own_knowledge_passes_its_check(shell: Operator) -> None:
    checked = shell.run("plan", "check", "--announcement", str(ANNOUNCEMENT.parent / "announcement-14.yaml"))
    assert checked.returncode == 1  # it is there already, and a number stands for one announcement
    assert "第14号" in checked.stderr
    checked = shell.run("plan", "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "rules: " in checked.stdout


def test_doctor_is_content_with_a_running_server_and_not_without_an_account(operator: Operator) -> None:
    operator.serve()
    found = operator.run("doctor")
    assert found.returncode == 0, found.stdout
    assert "FAIL" not in found.stdout
    assert re.search(r"ok +port .*a running assistant listens there", found.stdout)
    found = operator.run("doctor", HEXI_WECHAT__APP_ID="")
    assert found.returncode == 1
    (said,) = found.stderr.splitlines()
    assert "configuration" in said
    assert re.search(r"FAIL +configuration .*HEXI_WECHAT__APP_ID", found.stdout)


# chat, announce, job, ledger: an evening at the terminal


def test_a_resident_talks_in_the_terminal_and_the_records_are_real(operator: Operator) -> None:
    announced = operator.run("announce", str(ANNOUNCEMENT), "--by", "陈主任")
    assert (announced.returncode, announced.stderr) == (0, "")
    assert "第14号: in force from 2022-01-19T08:00:00+08:00" in announced.stdout
    said = [
        "报备 后天从呼和浩特坐K1302回来 就我自己",
        "林秀",
        "13800001112",
        "永茂社区6号楼2单元302",
        "1",
        "打卡 36.5 没事",
    ]
    heard = operator.run("chat", "--at", "2022-01-20T18:00", given="\n".join(said))
    assert (heard.returncode, heard.stderr) == (0, "")
    assert re.search(r"报备好了，编号 F0120-\d+：林秀", heard.stdout)
    assert "健康监测" in heard.stdout
    assert "今天（1月20日）打卡好了：林秀，36.5℃" in heard.stdout
    (report,) = operator.records("return_report")
    assert (report["arrive_date"], report["announcement"], report["clause"]) == ("2022-01-22", "第14号", "3.2")
    assert report["phone"] == "138****1112"
    ran = operator.run("job", "arrivals", "--at", "2022-01-22T09:00")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1\n", "")
    with closing(sqlite3.connect(operator.folder / "hexi.sqlite3")) as connection:
        asked = connection.execute("SELECT status FROM outbox WHERE key LIKE 'arrival:%'").fetchall()
    assert asked == [("due",)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('code: "150100"', 'code: "999999"'),
        ("measure: home_quarantine", "measure: arrest"),
        ("then: {measure: testing}", "then: {measure: null}"),
        ("effective_at:", "effective:"),
    ],
)
def test_an_announcement_with_a_wrong_line_is_not_put_in_force(
    house: Installation, tmp_path: Path, right: str, wrong: str
) -> None:
    content = ANNOUNCEMENT.read_text(encoding="utf-8")
    assert right in content
    bad = tmp_path / "announcement.yaml"
    bad.write_text(content.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Refused, match=str(bad)):
        announce(house, bad, "陈主任")
    assert house.ledger.read(kept) == []


def test_an_announcement_is_put_in_force_once_and_never_changed(house: Installation, tmp_path: Path) -> None:
    assert "第14号" in announce(house, ANNOUNCEMENT, "陈主任")
    put = house.ledger.read(kept)
    changed = tmp_path / "announcement.yaml"
    changed.write_text(ANNOUNCEMENT.read_text(encoding="utf-8").replace("title: ", "title: 改"), encoding="utf-8")
    for again in (ANNOUNCEMENT, changed):
        with pytest.raises(Refused, match="第14号"):
            announce(house, again, "陈主任")
    with pytest.raises(Refused, match="--by"):
        announce(house, ANNOUNCEMENT, " ")
    assert house.ledger.read(kept) == put


@pytest.fixture
def at_terminal(
    sqlite_ledger_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Says lines in the terminal of this process; gives what was shown."""

    def say(role: str, lines: str, at: str | None = None, **environ: str) -> str:
        url = {"HEXI_DATA_DIR": str(data_dir), "HEXI_DATABASE__URL": sqlite_ledger_url}
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        chat(load_settings(environ=url | environ), role, at)
        return capsys.readouterr().out

    return say


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_every_role_of_the_staff_can_be_played_in_the_terminal(role: str, at_terminal: Callable[..., str]) -> None:
    shown = at_terminal(role, "待办\n\n   \n打卡 36.5 没事\n", "2022-01-20T18:00")
    assert shown.startswith("  绑定好了：终端")
    assert "现在没有等您办的事" in shown
    assert "今天（1月20日）打卡好了：终端" in shown


def test_what_is_sent_to_a_terminal_beside_the_answers_is_shown_there(at_terminal: Callable[..., str]) -> None:
    at_terminal("group_member", "")
    at_terminal("office", "")
    at_terminal("resident", "打卡 39 咳嗽\n林秀\n永茂社区\n人工\n", "2022-01-20T18:00")
    assert "【紧急】医疗保障组 第1号" in at_terminal("group_member", "待办\n")
    shown = at_terminal("office", "待办\n接 1\n")
    assert "【转人工】第1号" in shown
    assert "好的，第1号由您接手" in shown
    assert "接手您的事" in at_terminal("resident", "你好\n")


def test_whoever_talks_much_in_the_terminal_is_answered_every_line(at_terminal: Callable[..., str]) -> None:
    shown = at_terminal("resident", "帮助\n" * 30, HEXI_LIMITS__MESSAGES_PER_MINUTE="5")
    assert shown.count("健康打卡") == 30


def test_the_terminal_goes_by_the_applications_clock(at_terminal: Callable[..., str]) -> None:
    rehearsal = {"HEXI_ENVIRONMENT": "development", "HEXI_CLOCK": "2022-01-31T23:00:00+08:00"}
    assert "今天（1月31日）打卡好了" in at_terminal("office", "打卡 36.5 没事\n", **rehearsal)


def test_odd_lines_in_the_terminal_are_answered_and_one_that_is_too_long_refused(
    at_terminal: Callable[..., str],
) -> None:
    odd = ("\x01", "\x00", "😀<xml>]]>&amp;", "\u202e\ufffe", "\ud800", "。" * 5000)
    shown = at_terminal("resident", "\n".join(odd))
    assert len(shown.splitlines()) >= len(odd)
    with pytest.raises(Refused, match="413"):
        at_terminal("resident", "长" * 300_000)


def test_a_place_is_sealed_led_by_another_and_opened_again(operator: Operator) -> None:
    sealed = operator.run("seal", "永茂社区/6号楼", "--leader", "周平", "--kind", "lockdown", "--order", "〔2022〕3号")
    assert (sealed.returncode, sealed.stdout) == (0, "永茂社区/6号楼: sealed, led by 周平\n")
    assert operator.run("seal", "永茂社区/6号楼", "--leader", "周平").stdout.endswith("was sealed already, led by 周平\n")
    assert operator.run("seal", "永茂社区/6号楼", "--leader", "吴刚").returncode == 0
    [line_] = operator.run("ledger", "seal").stdout.splitlines()
    printed = json.loads(line_)
    assert (printed["place"], printed["leader"], printed["status"]) == ("永茂社区/6号楼", "吴刚", "sealed")
    assert (printed["kind"], printed["order_number"]) == ("lockdown", "〔2022〕3号")
    opened = operator.run("unseal", "永茂社区/6号楼")
    assert opened.stdout == "永茂社区/6号楼: open again; 0 exit requests are not needed any more\n"
    assert operator.run("unseal", "永茂社区/6号楼").returncode != 0


def test_a_job_is_run_as_if_it_were_another_time_and_a_wrong_name_lists_the_right_ones(house: Installation) -> None:
    asked: list[int] = []

    def look(_surroundings: Surroundings, now: int) -> int:
        asked.append(now)
        return 3

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("commands.job.JOBS", [replace(one, run=look) for one in JOBS])
        for one in JOBS:
            assert run_job(house, one.name, "2022-01-20T18:00") == 3
    assert asked == [parse_moment("2022-01-20T18:00")] * len(JOBS)
    with pytest.raises(Refused, match=r"there is no job digets; there are alerts_overdue, .*roll_call.*, retention"):
        run_job(house, "digets", None)
    with pytest.raises(Refused, match="must be a time"):
        run_job(house, "roll_call", "tomorrow")
