"""A rehearsal explains each message from end to end and moves the clock, on a server as `demo` starts it."""

import inspect
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
import requests

from commands.rehearsal_labels import word
from commands.rehearsal_records import RECORDS
from ledger.export import lines_of_records as record_lines
from ledger.export.lines_of_records import AuditLine, DeliveryLine, Line
from tests.processes import DOCTOR, WANG, Operator, Running, operating

OF_EVERY_RECORD = {"id", "version", "status", "rule", "rule_version", "clause"}
NOT_SHOWN = (AuditLine, DeliveryLine)
REHEARSAL = {"HEXI_ENVIRONMENT": "development", "HEXI_REHEARSAL": "true"}


@dataclass(frozen=True)
class Playing:
    """A rehearsal with 王阿姨 and 何医生 bound."""

    operator: Operator
    serving: Running
    wang: str
    doctor: str

    def ask(self, path: str, body: object = None, **headers: str) -> Any:
        address = f"http://127.0.0.1:{self.serving.port}/rehearsal/{path}"
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(address, data, {"Content-Type": "application/json", **headers})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def status(self, path: str, body: object = None, **headers: str) -> int:
        try:
            self.ask(path, body, **headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        return 200

    def explained(self, openid: str, text: str) -> Any:
        outcome = self.operator.stand.say(openid, text)
        return self.ask(f"explain?openid={openid}&msg_id={outcome.msg_id}")


@pytest.fixture(scope="module")
def playing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    with operating(tmp_path_factory.mktemp("rehearsal") / "data", **REHEARSAL) as operator:
        serving = operator.serve()
        wang, doctor = operator.bind(WANG, DOCTOR)
        yield Playing(operator, serving, wang, doctor)


def test_whoever_rehearses_sets_a_password_anew_from_the_page_to_sign_in_on(playing: Playing) -> None:
    made = playing.operator.run("account", "孟佳", "--role", "office")
    assert made.returncode == 0, made.stderr
    address = f"http://127.0.0.1:{playing.serving.port}"
    with requests.Session() as browser:
        assert 'value="孟佳"' in browser.get(f"{address}/console/", timeout=60).text
        ours = {"Origin": address}
        followed = browser.post(f"{address}/rehearsal/account", data={"name": "孟佳"}, headers=ours, timeout=60)
        assert "孟佳，设置密码和动态码" in followed.text
        assert "现在的动态码是" in followed.text
        for data, headers in (({"name": "孟佳"}, {}), ({"name": "孟佳"}, {"Origin": "https://example.org"})):
            assert browser.post(f"{address}/rehearsal/account", data, headers=headers, timeout=60).status_code == 403
        assert browser.post(f"{address}/rehearsal/account", {"name": "王"}, headers=ours, timeout=60).status_code == 404


def test_a_fever_is_explained_from_the_words_to_whom_it_was_told(playing: Playing) -> None:
    told = playing.explained(playing.wang, "打卡 37.8 有点咳嗽")
    assert told["message"]["text"] == "打卡 37.8 有点咳嗽"
    assert told["message"]["kind_label"] == "文字"
    assert (told["understood"]["label"], told["understood"]["slots"]) == (
        "健康打卡",
        {"体温（℃）": "37.8", "症状": "咳嗽"},
    )
    assert told["understood"]["why"] == ["看到的词：打卡、咳嗽"]
    assert told["form"] is None
    assert "打卡好了" in told["reply"]
    written = {one["record"]: one for one in told["written"]}
    checkin = written["health_checkin"]
    assert (checkin["label"], checkin["status_label"]) == ("健康打卡", "已提交")
    assert checkin["fields"]["症状"] == "咳嗽"
    assert (checkin["rule"], checkin["clause"]) == ("health_alert", "2.1")
    assert checkin["clause_text"].startswith("平时就当有疫情来防")
    assert any("发热" in sentence for sentence in checkin["trace"])
    assert written["alert"]["fields"]["工作组"] == "医疗保障组"
    assert written["alert"]["fields"]["关于"] == f"健康打卡（第{checkin['id']}条）"
    (sent,) = [one for one in told["sent"] if one["openid"] == playing.doctor]
    assert (sent["to"], sent["kind_label"]) == ("何医生", "警报")
    assert "37.8" in sent["text"]


def test_a_form_that_is_open_after_a_message_is_shown_as_it_was_then(playing: Playing) -> None:
    outcome = playing.operator.stand.say(playing.wang, "后天从呼市坐K1302回来")
    playing.operator.stand.say(playing.wang, "取消")
    told = playing.ask(f"explain?openid={playing.wang}&msg_id={outcome.msg_id}")
    assert told["form"]["title"] == "返乡报备"
    assert told["form"]["answers"]["怎么来"] == "火车"
    assert told["written"] == []


def test_a_phone_in_an_open_form_is_masked_and_answers_stand_in_the_form_s_order(playing: Playing) -> None:
    stranger = playing.operator.stand.person("新来的人")
    playing.operator.stand.say(stranger, "后天从呼市坐K1302回来，一家三口，永茂6号楼2单元303")
    playing.operator.stand.say(stranger, "林强")
    told = playing.explained(stranger, "13800138000")
    assert (told["understood"]["label"], told["understood"]["in_form"]) == ("在回答「返乡报备」里的问话", "返乡报备")
    assert told["form"]["answers"]["手机号"] == "138****8000"
    assert list(told["form"]["answers"])[:2] == ["出发", "到达"]
    playing.operator.stand.say(stranger, "取消")


def test_an_event_is_named_by_its_time_and_what_it_was(playing: Playing) -> None:
    outcome = playing.operator.stand.act(playing.wang, "click", {"key": "待办"})
    told = playing.ask(f"explain?openid={playing.wang}&msg_id={outcome.created}:CLICK:%E5%BE%85%E5%8A%9E")
    assert (told["message"]["kind_label"], told["message"]["event_key"]) == ("点菜单", "待办")


def test_what_two_say_at_once_is_not_mixed_up(playing: Playing) -> None:
    one = playing.explained(playing.wang, "打卡 36.4 没事")
    other = playing.explained(playing.doctor, "打卡 36.6 没事")
    assert [record["fields"]["谁"] for record in one["written"]] == ["王阿姨"]
    assert [record["fields"]["谁"] for record in other["written"]] == ["何医生"]


def test_the_ledger_of_a_person_is_in_chinese_and_holds_the_alerts_about_it(playing: Playing) -> None:
    playing.operator.stand.say(playing.wang, "打卡 38.1 发烧")
    for about in (playing.wang, "%E7%8E%8B%E9%98%BF%E5%A7%A8"):
        told = playing.ask(f"ledger?about={about}")
        assert told["about"] == "王阿姨"
        labels = {record["label"] for record in told["records"]}
        assert {"人员", "健康打卡", "警报"} <= labels
    person = next(record for record in told["records"] if record["record"] == "person")
    assert person["fields"]["手机"] == "138****1111"


def test_the_clock_moves_on_for_all_and_what_nobody_took_climbs(playing: Playing) -> None:
    playing.operator.stand.settings(windows=False)
    playing.operator.stand.say(playing.wang, "打卡 38.5 发烧")
    before = playing.ask("clock")["now_ms"]
    after = playing.ask("clock", {"forward_seconds": 3 * 3600})["now_ms"]
    assert 0 <= after - before - 3 * 3600 * 1000 < 30_000
    alerts = [one for one in playing.operator.records("alert") if one["status"] == "sent"]
    assert max(int(str(one["climbed"])) for one in alerts) >= 3
    playing.operator.stand.wait_for(playing.doctor, "还没")
    assert playing.status("clock", {"forward_seconds": -1}) == 400
    assert playing.status("clock", {"forward_seconds": "1"}) == 400


def test_only_this_machine_may_look_and_nothing_is_there_without_the_setting(playing: Playing, tmp_path: Path) -> None:
    assert playing.status("clock") == 200
    assert playing.status("clock", **{"X-Forwarded-For": "10.0.0.1"}) == 403
    assert playing.status("clock", Host="evil.example:80") == 403
    assert playing.status("explain?openid=oNobody&msg_id=1") == 404
    refused = playing.operator.run("serve", HEXI_ENVIRONMENT="production", HEXI_DATA_DIR=str(tmp_path))
    assert refused.returncode != 0
    assert "rehearsal" in refused.stderr
    with operating(tmp_path / "plain", HEXI_ENVIRONMENT="development") as operator:
        serving = operator.serve()
        assert serving.probe("/rehearsal/clock") == 404
        assert serving.probe("/rehearsal/explain?openid=o&msg_id=1") == 404
        assert not list((tmp_path / "plain").glob("rehearsal*"))


def test_every_field_and_status_that_is_shown_has_a_chinese_word(playing: Playing) -> None:
    for record in playing.ask(f"ledger?about={playing.wang}")["records"]:
        assert not record["status_label"].isascii(), f"rehearsal_labels.yaml lacks {record['status']}"
    lines = [kind for _, kind in inspect.getmembers(record_lines, inspect.isclass) if issubclass(kind, Line)]
    shown = {field.name for kind in lines if kind not in NOT_SHOWN for field in fields(kind)} - OF_EVERY_RECORD
    lacking = [f"field {name}" for name in sorted(shown) if word("field", name) == name]
    lacking += [f"record {name}" for name in RECORDS if word("record", name) == name]
    assert not lacking, f"rehearsal_labels.yaml lacks {', '.join(lacking)}"


def test_it_explains_on_postgresql_too(tmp_path: Path, postgres_url: str) -> None:
    with operating(tmp_path / "data", HEXI_DATABASE__URL=postgres_url, **REHEARSAL) as operator:
        serving = operator.serve()
        wang, doctor = operator.bind(WANG, DOCTOR)
        playing = Playing(operator, serving, wang, doctor)
        told = playing.explained(wang, "打卡 37.8 有点咳嗽")
        assert [record["label"] for record in told["written"]] == ["健康打卡", "警报"]
        assert [sent["to"] for sent in told["sent"]] == ["何医生"]
        records = playing.ask(f"ledger?about={wang}")["records"]
        assert {record["label"] for record in records} == {"人员", "健康打卡", "警报"}
        before = playing.ask("clock")["now_ms"]
        assert playing.ask("clock", {"forward_seconds": 3600})["now_ms"] - before >= 3_600_000
