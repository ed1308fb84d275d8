"""Template messages and subscription notices of the stand-in: value types, consents, delivery reports."""

from collections.abc import Iterator

import pytest

from simulator.account import invent
from simulator.client import Stand
from simulator.errors import ApiError
from simulator.template import VALUE_TYPES, Template
from tests.api_caller import VALUES, Api
from tests.tiny_bot import TinyBot, running

CARD = "{{first.DATA}}\n姓名：{{name1.DATA}}\n事项：{{thing2.DATA}}\n时间：{{time3.DATA}}\n{{remark.DATA}}"


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    with running(invent()) as tiny:
        yield tiny


@pytest.fixture
def stand(bot: TinyBot) -> Iterator[Stand]:
    with Stand.in_thread(bot.url, bot.account, pause=0.01) as running_stand:
        running_stand.settings(event_delay=0.0)
        yield running_stand


@pytest.fixture
def api(stand: Stand) -> Api:
    made = Api(stand)
    made.fetch_token()
    return made


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("thing", ["返乡报备", "二十个字" * 5], ["", "二十个字" * 5 + "一", "两\n行"]),
        ("character_string", ["K1302-6", "A" * 32], ["车次K1302", "A" * 33]),
        ("number", ["36.5", "-1", "7"], ["36.5度", "一", "1" * 33]),
        ("letter", ["ABC"], ["A1"]),
        ("symbol", ["+-*"], ["++++++", "a"]),
        ("time", ["15:01", "2019年10月1日 15:01", "15:01~16:30", "2021-11-11 08:30"], ["下午三点", "25:01"]),
        ("date", ["2019年10月1日", "2019-10-01", "2019年10月1日 15:01"], ["10月1日", "明天"]),
        ("amount", ["￥100", "100.50元"], ["一百元", "1" * 11]),
        ("phone_number", ["13800138000", "+86-475-8888888"], ["电话13800138000", "1" * 18]),
        ("car_number", ["蒙G12345", "粤A8Z888挂"], ["蒙G1234567", "蒙G·12345"]),
        ("name", ["王阿姨", "Li Qiang"], ["王阿姨家的大儿子和小女儿", "王3"]),
        ("phrase", ["待确认"], ["待网格员确认", "ok"]),
    ],
)
def test_a_value_keeps_to_its_keys_type(kind: str, good: list[str], bad: list[str]) -> None:
    assert kind in VALUE_TYPES
    template = Template("T", "通知", f"{{{{{kind}1.DATA}}}}")
    for value in good:
        assert template.fill({f"{kind}1": {"value": value}}) == f"通知\n{value}"
    for value in bad:
        with pytest.raises(ApiError, match="47003"):
            template.fill({f"{kind}1": {"value": value}})


def test_an_enum_has_its_own_values_and_an_old_template_is_cut() -> None:
    choices = Template("T", "通知", "{{enum1.DATA}}", {"enum1": ("通过", "退回")})
    assert choices.fill({"enum1": {"value": "通过"}}) == "通知\n通过"
    with pytest.raises(ApiError, match="47003"):
        choices.fill({"enum1": {"value": "也许"}})
    old = Template("T", "通知", "{{first.DATA}}{{keyword1.DATA}}")
    assert old.fill({"first": {"value": "您好"}, "keyword1": {"value": "字" * 30}}) == "通知\n" + "字" * 20


def test_a_template_message_needs_no_window_and_its_delivery_is_reported(bot: TinyBot, stand: Stand, api: Api) -> None:
    stand.template("T1", "报备提醒", CARD)
    worker = stand.person("李强")
    sent = api.notify(worker, url="https://example.org/")
    assert sent["errcode"] == 0
    shown = stand.wait_for(worker, "王阿姨", channel="template")
    assert shown.text == "报备提醒\n姓名：王阿姨\n事项：返乡报备待确认\n时间：2021-11-11 08:30"
    report = bot.wait_for_event("TEMPLATESENDJOBFINISH").message
    assert (report["MsgID"], report["Status"]) == (str(sent["msgid"]), "success")


@pytest.mark.parametrize(
    ("values", "errcode"),
    [
        ({**VALUES, "thing2": "太长了" * 7}, 47003),
        ({**VALUES, "name1": ""}, 47003),
        ({"name1": "王阿姨"}, 47003),
        ({**VALUES, "first": "您好", "more": "不管"}, 0),
    ],
)
def test_a_bad_value_fails_the_template_message(values: dict[str, str], errcode: int, stand: Stand, api: Api) -> None:
    stand.template("T1", "报备提醒", CARD)
    data = {key: {"value": value} for key, value in values.items()}
    assert api.notify(stand.person(), data=data)["errcode"] == errcode


def test_who_does_not_follow_gets_no_template_message(bot: TinyBot, stand: Stand, api: Api) -> None:
    stand.template("T1", "报备提醒", CARD)
    assert api.notify(stand.person(), "T2")["errcode"] == 40037
    assert api.notify(stand.person(follows=False))["errcode"] == 43004
    assert api.notify("nobody")["errcode"] == 40003
    blocking = stand.person()
    stand.change(blocking, blocked="refuses")
    assert api.notify(blocking)["errcode"] == 0
    assert bot.wait_for_event("TEMPLATESENDJOBFINISH").message["Status"] == "failed:user block"
    assert stand.inbox(blocking) == []


def test_the_same_client_id_is_sent_once_in_ten_minutes(stand: Stand, api: Api) -> None:
    stand.template("T1", "报备提醒", CARD)
    worker = stand.person()
    first, second = (api.notify(worker, client_msg_id="n-7")["msgid"] for _ in range(2))
    assert first == second
    assert len(stand.inbox(worker)) == 1
    stand.advance(601)
    assert api.notify(worker, client_msg_id="n-7")["msgid"] != first
    assert len(stand.inbox(worker)) == 2


def test_a_consent_is_used_up_by_one_notice_unless_it_is_for_always(bot: TinyBot, stand: Stand, api: Api) -> None:
    stand.template("S1", "打卡提醒", "{{thing1.DATA}}", subscribe=True)
    resident = stand.person(follows=False)

    def notify() -> object:
        body = {"touser": resident, "template_id": "S1", "data": {"thing1": {"value": "请打卡"}}}
        return api.post("message/subscribe/bizsend", body)["errcode"]

    assert notify() == 43101
    stand.change(resident, consents={"S1": "accept"})
    assert [notify(), notify()] == [0, 43101]
    assert "subscribe_msg_sent_event" in str(bot.wait_for_event("subscribe_msg_sent_event").message)
    stand.change(resident, consents={"S1": "always"})
    assert [notify(), notify()] == [0, 0]
    stand.change(resident, consents={"S1": "reject"})
    assert notify() == 43101
