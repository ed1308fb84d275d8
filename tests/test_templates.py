"""Whoever has not written for 48 hours is reached by a template message, at their next contact, or at the door."""

import ast
import re
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.sending.client import fetch_stable_token
from bot.sending.template_form import TemplateForm
from bot.sending.wire import Wire
from commands import demo
from commands.templates import differences, fetch_keys, template_forms, without_template
from knowledge.settings import PROJECT_FOLDER, BadConfig, Settings, load_settings
from knowledge.template_fields import FIELD_TYPES, PURPOSES, TemplateField, read_fields
from ledger import Db, Ledger, outbox, people
from ledger.outbox import claims as outbox_claims
from ledger.outbox import reports as outbox_reports
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient
from ledger.statement import Statement
from simulator.client import Stand
from simulator.template import VALUE_TYPES
from tests.rows import every_row
from tests.talking import Talk, talking
from tests.town import NOW, found, settle

ALERT = {
    "HEXI_TEMPLATES__ALERT__TEMPLATE_ID": "ALERT_1",
    "HEXI_TEMPLATES__ALERT__FIELDS": "thing1={title},thing2={rest},time3={date} {time}",
}
CONTENT = "事项：{{thing1.DATA}}\n情况：{{thing2.DATA}}\n时间：{{time3.DATA}}"
_OUTBOX = Statement(text("SELECT status, channel, error FROM outbox WHERE openid = :openid ORDER BY id"))


def configured(environ: Mapping[str, str], file: Path | None = None) -> Settings:
    return load_settings(file, environ=environ)


@pytest.fixture
def with_template(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """A template for alerts, here and with the account; windows close as they do in real life."""
    with talking(ledger_url, data_dir, **ALERT) as playing:
        playing.stand.template("ALERT_1", "健康异常提醒", CONTENT)
        wrote_three_days_ago(playing, "何医生")
        yield playing


@pytest.fixture
def without(talk: Talk) -> Talk:
    """No template at all; windows close as they do in real life."""
    wrote_three_days_ago(talk, "何医生")
    return talk


def wrote_three_days_ago(talk: Talk, who: str) -> None:
    talk.say(who, "待办")
    talk.later(days=3)
    talk.stand.settings(windows=True)


def sent_to(talk: Talk, who: str) -> list[tuple[Any, ...]]:
    """Status, channel and error of everything that was for somebody."""
    rows = talk.installation.ledger.read(lambda db: db.all(_OUTBOX, openid=talk.openid(who)))
    return [(status, channel, error and error.partition(" rid ")[0]) for status, channel, error in rows]


def wait_for(talk: Talk, who: str, *expected: tuple[Any, ...]) -> None:
    for _ in range(600):
        if sent_to(talk, who) == list(expected):
            return
        time.sleep(0.05)
    assert sent_to(talk, who) == list(expected)


def test_an_alert_reaches_a_doctor_who_last_wrote_three_days_ago(with_template: Talk) -> None:
    talk = with_template
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    came = talk.stand.wait_for(talk.openid("何医生"), channel="template", within=60.0)
    assert came.text == (
        "健康异常提醒\n事项：【紧急】医疗保障组 第1号\n情况：永茂6-2-301｜王阿姨｜37.8℃…\n时间：2022-01-23 09:00"
    )
    talk("""何医生: 收到
            助手: 好的，第1号由您接手：王阿姨，…""")
    wait_for(talk, "何医生", ("confirmed", "template", None))


def test_whose_five_messages_are_used_up_gets_the_sixth_as_a_template(with_template: Talk) -> None:
    talk = with_template
    talk.say("何医生", "待办")

    def alert_six_times(db: Db) -> None:
        (doctor,) = people.group_members(db, "medical")
        for number in range(6):
            key = f"alert:{number}:1"
            outbox.queue(db, key=key, to=doctor, kind="alert", body="警报", about=key, now=NOW, template="alert")

    talk.installation.ledger.transact(alert_six_times)
    talk.stand.wait_for(talk.openid("何医生"), channel="template", within=60.0)
    came = [one.channel for one in talk.stand.inbox(talk.openid("何医生")) if one.channel != "reply"]
    assert sorted(came) == [*["custom"] * 5, "template"]


def test_of_a_doctor_who_blocks_the_account_the_platform_s_report_tells(with_template: Talk) -> None:
    talk = with_template
    talk.stand.change(talk.openid("何医生"), blocked="refuses")
    talk.stand.fault("message/custom/send", code=45015, times=None)  # so that only the report tells of it
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(talk, "何医生", ("unreachable", "template", "not delivered: user block"))
    # Nobody knocks at a doctor's door: the alert waits for whoever takes it, and climbs.
    talk("""陈主任: 待办
            助手: 【等人接手】回「收到」加号数
              第1号 王阿姨 …""")


def test_without_a_template_an_alert_arrives_at_the_next_contact(without: Talk) -> None:
    without.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(without, "何医生", ("due", None, outbox.WAITS_FOR_CONTACT))
    assert without.stand.wait_for(without.openid("何医生")).channel == "reply"  # that of three days ago
    without("""何医生: 在吗
               助手: …
               助手→何医生: 【紧急】医疗保障组 第1号…接手请回「收到 1」。""")


def test_without_a_template_and_without_contact_an_alert_waits_for_whoever_takes_it(without: Talk) -> None:
    without.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(without, "何医生", ("due", None, outbox.WAITS_FOR_CONTACT))
    without.later(minutes=11)
    wait_for(without, "何医生", ("unreachable", None, "window 45015"))
    without("""陈主任: 待办
               助手: 【等人接手】回「收到」加号数
                 第1号 王阿姨 …""")


def test_an_event_of_the_platform_is_no_contact(without: Talk) -> None:
    without.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(without, "何医生", ("due", None, outbox.WAITS_FOR_CONTACT))
    without.stand.act(without.openid("何医生"), "event", finished("4711", "success"))
    time.sleep(1.2)  # longer than the sender rests
    assert sent_to(without, "何医生") == [("due", None, outbox.WAITS_FOR_CONTACT)]
    without.stand.act(without.openid("何医生"), "click", {"key": "HELP"})
    wait_for(without, "何医生", ("sent", "custom", None))


def test_a_template_that_the_platform_refuses_is_as_if_there_were_none(with_template: Talk) -> None:
    with_template.stand.fault("message/template/send", code=40037, times=None)
    with_template.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(with_template, "何医生", ("due", None, outbox.WAITS_FOR_CONTACT))


# The report of the platform


def finished(message_id: str, status: str) -> dict[str, Any]:
    return {"event": "TEMPLATESENDJOBFINISH", "elements": {"MsgID": message_id, "Status": status}}


def sent_as_template(ledger: Ledger) -> None:
    """One template message to 何医生, settled as sent with the platform's id 77."""

    def work(db: Db) -> None:
        he = settle(db, "何医生", role="group_member", scope="medical")
        outbox.queue(
            db, key="k", to=Recipient("o-he", he, "何医生"), kind="reminder", body="words", about="place:1", now=NOW,
            template="reminder",
        )  # fmt: skip
        (row,) = outbox_claims.claim(db, NOW, "lease", 1000, 1)
        assert outbox_reports.is_on_its_way(db, "o-he")
        assert not outbox_reports.settle_reported(db, "o-he", "77", "", NOW)
        outbox_settling.settle_sent(db, row, "template", "77", NOW)
        assert not outbox_reports.is_on_its_way(db, "o-he")

    found(ledger)
    ledger.transact(work)


def status_and_visits(ledger: Ledger) -> tuple[str, int]:
    with ledger.engine.connect() as connection:
        status: str = connection.execute(text("SELECT status FROM outbox")).scalar_one()
        visits: int = connection.execute(text("SELECT count(*) FROM task")).scalar_one()
    return status, visits


def reported(failure: str, db: Db) -> bool:
    return outbox_reports.settle_reported(db, "o-he", "77", failure, NOW)


@pytest.mark.parametrize(("failure", "outcome"), [("", ("confirmed", 0)), ("user block", ("unreachable", 1))])
def test_a_report_settles_a_delivery_once(ledger: Ledger, failure: str, outcome: tuple[str, int]) -> None:
    sent_as_template(ledger)
    assert ledger.transact(partial(reported, failure))
    assert status_and_visits(ledger) == outcome
    for again in (failure, "system failed", ""):
        assert ledger.transact(partial(reported, again))
        assert status_and_visits(ledger) == outcome


@pytest.mark.parametrize(("openid", "message_id"), [("o-he", "78"), ("o-wang", "77"), ("o-he", "")])
def test_a_report_about_no_message_of_ours_changes_nothing(ledger: Ledger, openid: str, message_id: str) -> None:
    sent_as_template(ledger)
    assert not ledger.transact(lambda db: outbox_reports.settle_reported(db, openid, message_id, "user block", NOW))
    assert status_and_visits(ledger) == ("sent", 0)


@pytest.mark.parametrize(
    "event", [finished("4711", "failed:user block"), finished("", "success"), finished("4711", ""), {"elements": {}}]
)
def test_a_report_that_nobody_can_place_is_accepted_and_left(talk: Talk, event: dict[str, Any]) -> None:
    outcome = talk.stand.act(talk.openid("何医生"), "event", {"event": "TEMPLATESENDJOBFINISH", **event})
    assert (outcome.delivered, outcome.reply, outcome.tries) == (True, "", 1)
    assert sent_to(talk, "何医生") == []


def test_a_report_that_overtakes_the_sender_is_asked_for_again(talk: Talk) -> None:
    ledger, he = talk.installation.ledger, talk.openid("何医生")

    def claim_elsewhere(db: Db) -> list[outbox.Outgoing]:
        (doctor,) = people.group_members(db, "medical")
        outbox.queue(db, key="k", to=doctor, kind="reminder", body="x", about="place:1", now=NOW, template="reminder")
        db.queued = False  # this process's sender is to leave it alone
        return outbox_claims.claim(db, talk.clock[0], "elsewhere", 60_000, 1)

    (row,) = ledger.transact(claim_elsewhere)
    early = talk.stand.act(he, "event", finished("77", "success"), tries=1)
    assert (early.delivered, early.status) == (False, 503)
    ledger.transact(lambda db: outbox_settling.settle_sent(db, row, "template", "77", talk.clock[0]))
    assert talk.stand.act(he, "event", finished("77", "success")).delivered
    wait_for(talk, "何医生", ("confirmed", "template", None))


# What is configured


def test_a_purpose_has_its_template_and_its_fields() -> None:
    assert template_forms(configured({})) == {}
    assert template_forms(configured(ALERT)) == {
        "alert": TemplateForm("ALERT_1", {"thing1": "{title}", "thing2": "{rest}", "time3": "{date} {time}"})
    }


def test_fields_are_a_list_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    written = "templates:\n  task:\n    template_id: T\n    fields:\n      - thing1={text}\n      - date2={date}\n"
    file.write_text(written, encoding="utf-8")
    assert configured({}, file).templates.task.fields == (
        TemplateField("thing1", "{text}"),
        TemplateField("date2", "{date}"),
    )


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"FIELDS": "thing1={text}"}, "FIELDS: templates.alert.fields: is of no use alone; set HEXI_TEMPLATES__ALERT__T"),
        ({"TEMPLATE_ID": "T"}, "TEMPLATE_ID: templates.alert.template_id: is of no use alone; set HEXI_TEMPLATES__ALERT_"),
        ({"TEMPLATE_ID": "T T"}, "TEMPLATE_ID: templates.alert.template_id: must be the id of one of the account's"),
        ({"TEMPLATE_ID": "T", "FIELDS": "phrase1={text}"}, "FIELDS: templates.alert.fields: must be a list such as thing"),
    ],
)  # fmt: skip
def test_half_a_template_is_refused(environ: dict[str, str], line: str) -> None:
    with pytest.raises(BadConfig) as caught:
        configured({f"HEXI_TEMPLATES__ALERT__{name}": value for name, value in environ.items()})
    assert str(caught.value).startswith(f"HEXI_TEMPLATES__ALERT__{line}")


@every_row(
    "field",
    [
        "thing1={text}",
        "thing12=请看：{title}",
        "keyword2={rest}",
        "const3={text}",
        "time4={date} {time}",
        "time4={time}",
        "date5={date}",
        "phrase6=待处理",
        "name7=防控办",
        "character_string8={date}",
        "number9=3",
        "letter10=OK",
        "symbol11=!!",
        "amount12=0元",
        "phone_number13=0475-8212345",
        "car_number14=蒙G12345",
        "enum15=待处理",
    ],
)
def test_what_a_field_may_be_given_is_what_the_platform_takes(field: str) -> None:
    (read,) = read_fields([field])
    values = TemplateForm("T", {read.name: read.pattern}).fill(
        "【紧急】医疗保障组 第1号\n王阿姨｜37.8℃\t，咳嗽" * 3, NOW
    )
    kind = read.name.rstrip("0123456789")
    longest = {"keyword": r".{1,20}", "enum": r".+"}
    assert re.fullmatch(VALUE_TYPES.get(kind, longest.get(kind, "")), values[read.name])


def test_every_type_of_the_stand_in_is_known() -> None:
    assert set(FIELD_TYPES) == {*VALUE_TYPES, "enum", "keyword"}


@every_row(
    "fields",
    [
        ["first={text}"],
        ["thing={text}"],
        ["other1={text}"],
        ["thing1"],
        ["thing1="],
        ["thing1={words}"],
        ["thing1={text"],
        ["thing1=这是一句固定的话可是它超过了二十个字，放不下"],
        ["thing1=a\u0007b"],
        ["phrase1=待处理的事情"],
        ["time1={text}"],
        ["time1={date}"],
        ["date1={time}"],
        ["number1={text}"],
        ["name1={title}"],
        ["thing1={text}", "thing1={rest}"],
    ],
)
def test_fields_that_the_platform_would_refuse_are_refused_at_the_start(fields: list[str]) -> None:
    with pytest.raises(ValueError):
        read_fields(fields)


@pytest.mark.parametrize(
    ("message", "title", "rest"),
    [
        ("标题\n第一行\n第二行", "标题", "第一行 第二行"),
        ("只有一行", "只有一行", "只有一行"),
        ("一二三四五六七八九十一二三四五六七八九十多出来的", "一二三四五六七八九十一二三四五六七八九十", "多出来的"),
        ("标题\n", "标题", "标题"),
        (
            "【外出没人签】W0120-01｜林秀｜看病｜1月21日（周五）07:00—12:00｜市医院\n等周平签批",
            "【外出没人签】W0120-01｜林秀",
            "看病｜1月21日07:00—12:00…",
        ),
        ("永茂社区8号楼3单元的林秀 20:47 出门回来", "永茂社区8号楼3单元的林秀 20:47", "出门回来"),
        (
            "【外出还没回】W0120-01 林秀\n看病，永茂社区8号楼3单元201，请打电话",
            "【外出还没回】W0120-01 林秀",
            "看病，永茂8-3-201，请打电话",
        ),
        (
            "王阿姨，今天还没打卡，方便时量一个体温告诉我就好。",
            "王阿姨，今天还没打卡",
            "方便时量一个体温告诉我就好",
        ),
    ],
)
def test_title_and_rest_are_never_empty(message: str, title: str, rest: str) -> None:
    form = TemplateForm("T", {"thing1": "{title}", "thing2": "{rest}"})
    assert form.fill(message, NOW) == {"thing1": title, "thing2": rest}


def test_every_message_beside_replies_names_a_purpose_that_can_be_configured() -> None:
    unnamed: list[str] = []
    named: set[str] = set()
    for room in ("bot", "handlers", "ledger", "scheduler", "console"):
        for path in sorted((PROJECT_FOLDER / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {"outbox.queue", "outbox.tell"}:
                    given = {word.arg: word.value for word in node.keywords}
                    purpose, kind = given.get("template"), given["kind"]
                    if isinstance(purpose, ast.Constant):
                        named.add(str(purpose.value))
                    elif purpose is None and ast.unparse(kind) not in {"'reply'", "outbox.MENU"}:  # a menu never is one
                        unnamed.append(f"{path.name}:{node.lineno}")
    assert unnamed == []
    assert named <= set(PURPOSES)


# What doctor and the demonstration make of it


def test_doctor_names_what_is_missing_and_what_it_means() -> None:
    assert without_template({purpose: TemplateForm("T", {}) for purpose in PURPOSES}, 10) == ""
    says = without_template(template_forms(configured(ALERT)), 10)
    assert says.startswith("none for task, reminder, progress, notice: ")
    assert "HEXI_TEMPLATES__TASK__" in says


def test_what_is_configured_is_compared_with_the_account_s_templates() -> None:
    forms = template_forms(configured(ALERT))
    with Stand.in_thread() as stand:
        wire = Wire(stand.url)
        grant = fetch_stable_token(wire, stand.account.app_id, stand.account.app_secret, False)
        for content, found_different in (
            ("", ["alert: the account has no template ALERT_1"]),
            (CONTENT, []),
            ("{{first.DATA}}" + CONTENT, []),
            (CONTENT + "{{thing5.DATA}}{{thing4.DATA}}", ["alert: no words for thing4, thing5"]),
            ("{{thing1.DATA}}", ["alert: the template has no thing2, time3"]),
        ):
            if content:
                stand.template("ALERT_1", "健康异常提醒", content)
            assert differences(forms, fetch_keys(wire, grant.value)) == found_different
        wire.close()


def test_the_demonstration_s_templates_fit_each_purpose() -> None:
    forms = template_forms(configured(demo._template_settings()))
    assert tuple(forms) == PURPOSES
    with Stand.in_thread() as stand:
        for one in demo._templates():
            stand.template(one["template_id"], one["title"], one["content"])
        wire = Wire(stand.url)
        grant = fetch_stable_token(wire, stand.account.app_id, stand.account.app_secret, False)
        assert differences(forms, fetch_keys(wire, grant.value)) == []
        wire.close()
