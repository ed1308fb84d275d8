"""Tags, users, menus, QR codes and media of the stand-in, called by wechatpy's own client."""

from collections.abc import Callable, Iterator

import pytest
import requests
from wechatpy import WeChatClient, WeChatClientException

from simulator.api import users
from simulator.client import Stand

HOUR = 3600


@pytest.fixture
def stand() -> Iterator[Stand]:
    with Stand.in_thread(deadline=0.2, pause=0.01) as running_stand:
        yield running_stand


@pytest.fixture
def client(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Iterator[WeChatClient]:
    base = f"{stand.url}/cgi-bin/"
    monkeypatch.setattr(WeChatClient, "API_BASE_URL", base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = WeChatClient(stand.account.app_id, stand.account.app_secret, timeout=60, auto_retry=False)
    account = stand.account
    query = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.app_secret}
    monkeypatch.setattr(made, "fetch_access_token", lambda: made._fetch_access_token(base + "token", query))
    yield made
    made._http.close()


def refused(errcode: int, call: Callable[[], object]) -> bool:
    """Whether a call through wechatpy is refused with this errcode."""
    with pytest.raises(WeChatClientException) as met:
        call()
    return bool(met.value.errcode == errcode)


def test_tags_are_given_and_taken(stand: Stand, client: WeChatClient) -> None:
    worker = stand.person("李强")
    tag = client.tag.create("网格员")
    assert refused(45157, lambda: client.tag.create("网格员"))
    assert refused(45158, lambda: client.tag.create("字" * 31))
    assert refused(45058, lambda: client.tag.delete(2))
    client.tag.tag_user(tag["id"], [worker])
    assert client.tag.get_user_tag(worker) == [tag["id"]]
    assert [(one["name"], one["count"]) for one in client.tag.get()] == [("网格员", 1)]
    assert refused(40032, lambda: client.tag.tag_user(tag["id"], [worker] * 51))
    page = client.tag.get_tag_users(tag["id"])
    assert (page["count"], page["data"]["openid"]) == (1, [worker])
    assert client.tag.get_tag_users(tag["id"], worker)["count"] == 0
    client.tag.untag_user(tag["id"], worker)
    client.tag.update(tag["id"], "网格长")
    client.tag.delete(tag["id"])
    assert client.tag.get() == []


def test_the_platform_tells_little_of_its_users(stand: Stand, client: WeChatClient) -> None:
    resident, gone = stand.person("王阿姨"), stand.person(follows=False)
    told = client.user.get(resident)
    assert (told["subscribe"], told["openid"]) == (1, resident)
    assert "nickname" not in told
    assert client.user.get(gone) == {"subscribe": 0, "openid": gone}
    assert client.user.get_followers()["data"] == {"openid": [resident]}
    assert refused(40003, lambda: client.user.get("o" * 28))
    asked = {"user_list": [{"openid": resident}, {"openid": gone}]}
    many = client.post("user/info/batchget", data=asked)["user_info_list"]
    assert [one["subscribe"] for one in many] == [1, 0]
    assert refused(40032, lambda: client.post("user/info/batchget", data={"user_list": [{"openid": resident}] * 101}))
    client.user.update_remark(resident, "六号楼")
    assert client.user.get(resident)["remark"] == "六号楼"


def test_followers_are_told_page_by_page(stand: Stand, client: WeChatClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "_PAGE", 2)
    everybody = [stand.person(f"第{number}个人") for number in range(5)]
    stand.person("没关注的人", follows=False)
    pages = [client.user.get_followers()]
    while pages[-1]["next_openid"]:
        pages.append(client.user.get_followers(pages[-1]["next_openid"]))
    assert [page["count"] for page in pages] == [2, 2, 1, 0]
    assert {page["total"] for page in pages} == {5}
    assert [openid for page in pages for openid in page.get("data", {}).get("openid", [])] == everybody
    assert refused(40003, lambda: client.user.get_followers("oNobody"))


def test_menus_are_shown_by_tag(stand: Stand, client: WeChatClient) -> None:
    worker, resident = stand.person("李强"), stand.person("王阿姨")
    tag = client.tag.create("网格员")["id"]
    client.tag.tag_user(tag, [worker])
    assert refused(46003, lambda: client.get("menu/get"))
    everybody = {"button": [{"name": "我要办", "sub_button": [{"type": "click", "name": "返乡报备", "key": "RETURN"}]}]}
    staff = {
        "button": [{"type": "click", "name": "我的任务", "key": "TASKS"}],
        "matchrule": {"tag_id": str(tag)},
    }
    client.menu.create(everybody)
    client.menu.add_conditional(staff)
    menus = {person["openid"]: person["menu"] for person in stand.people()}
    assert menus == {worker: staff["button"], resident: everybody["button"]}
    assert client.menu.try_match(worker)["button"] == staff["button"]
    assert client.menu.try_match(resident)["button"] == everybody["button"]
    told = client.get("get_current_selfmenu_info")
    inner = everybody["button"][0]["sub_button"]
    assert told == {
        "is_menu_open": 1,
        "selfmenu_info": {"button": [{"name": "我要办", "sub_button": {"list": inner}}]},
    }
    (kept,) = client.get("menu/get")["conditionalmenu"]
    client.menu.del_conditional(kept["menuid"])
    assert refused(65301, lambda: client.menu.del_conditional(kept["menuid"]))
    assert client.menu.try_match(worker)["button"] == everybody["button"]
    client.menu.delete()
    assert client.get("get_current_selfmenu_info") == {"is_menu_open": 0}
    assert refused(46003, lambda: client.get("menu/get"))


@pytest.mark.parametrize(
    ("button", "errcode"),
    [
        ({"type": "click", "name": "名字太长的按钮", "key": "K"}, 40018),
        ({"type": "click", "name": "办", "key": ""}, 40019),
        ({"type": "dance", "name": "办"}, 40017),
        ({"type": "view", "name": "看", "url": "ftp://x"}, 40055),
        ({"name": "办", "sub_button": [{"type": "click", "name": "a", "key": "K" * 129}]}, 40026),
    ],
)
def test_a_menu_is_checked(button: dict[str, object], errcode: int, client: WeChatClient) -> None:
    assert refused(errcode, lambda: client.menu.create({"button": [button]}))


def test_a_code_can_be_drawn_until_it_expires(stand: Stand, client: WeChatClient) -> None:
    scene = {"scene": {"scene_str": "bind-7"}}
    code = client.qrcode.create({"expire_seconds": 60, "action_name": "QR_STR_SCENE", "action_info": scene})
    address = f"{stand.url}/cgi-bin/showqrcode"
    drawn = requests.get(address, params={"ticket": code["ticket"]}, proxies={"http": ""})
    assert drawn.content.startswith(b"\x89PNG")
    stand.advance(61)
    assert requests.get(address, params={"ticket": code["ticket"]}, proxies={"http": ""}).status_code == 404
    assert refused(40035, lambda: client.qrcode.create({"action_name": "QR_LIMIT_SCENE", "action_info": scene}))


def test_a_permanent_code_has_a_number_or_a_text_and_does_not_expire(stand: Stand, client: WeChatClient) -> None:
    for action, scene in (("QR_LIMIT_SCENE", {"scene_id": 7}), ("QR_LIMIT_STR_SCENE", {"scene_str": "door-8"})):
        code = client.qrcode.create({"action_name": action, "action_info": {"scene": scene}})
        assert "expire_seconds" not in code
    stand.advance(40 * 24 * HOUR)
    for name in ("7", "door-8"):
        resident = stand.person(follows=False)
        stand.act(resident, "scan", {"scene": name})
        client.fetch_access_token()
        told = client.user.get(resident)
        assert told["subscribe_scene"] == "ADD_SCENE_QR_CODE"
        assert (told["qr_scene"], told["qr_scene_str"]) == ((7, "") if name == "7" else (0, "door-8"))
    too_high = {"action_name": "QR_LIMIT_SCENE", "action_info": {"scene": {"scene_id": 100_001}}}
    assert refused(40035, lambda: client.qrcode.create(too_high))


@pytest.mark.parametrize(
    ("kind", "name", "content", "errcode"),
    [
        ("image", "a.bmp", b"BM", 40005),
        ("image", "a.png", b"\x89PNG" + b"x" * (10 << 20), 40006),
        ("voice", "a.wav", b"RIFF", 40005),
        ("voice", "a.amr", b"x" * ((2 << 20) + 1), 40006),
        ("thumb", "a.jpg", b"\xff\xd8\xff" + b"x" * (64 << 10), 40006),
        ("poem", "a.txt", b"x", 40004),
        ("image", "a.png", b"", 41005),
    ],
)
def test_a_file_of_another_kind_or_size_is_refused(
    kind: str, name: str, content: bytes, errcode: int, client: WeChatClient
) -> None:
    assert refused(errcode, lambda: client.media.upload(kind, (name, content)))


def test_a_video_is_told_by_its_address(client: WeChatClient) -> None:
    media_id = client.media.upload("video", ("a.mp4", b"mp4"))["media_id"]
    address = client.get("media/get", params={"media_id": media_id})["video_url"]
    assert requests.get(address, proxies={"http": ""}, timeout=60).content == b"mp4"


def test_an_account_that_is_not_verified_has_few_interfaces(stand: Stand, client: WeChatClient) -> None:
    resident = stand.person("王阿姨")
    stand.say(resident, "你好")
    stand.settings(verified=False)
    assert refused(48001, lambda: client.message.send_text(resident, "好"))
    assert refused(48001, lambda: client.tag.create("网格员"))
    client.menu.create({"button": [{"type": "click", "name": "办", "key": "K"}]})
    stand.settings(verified=True, test_account=True)
    client.message.send_text(resident, "好")
    menu = {"msgtype": "msgmenu", "touser": resident, "msgmenu": {"list": [{"id": "1", "content": "好"}]}}
    assert refused(40200, lambda: client.post("message/custom/send", data=menu))
    assert refused(48001, lambda: client.post("message/subscribe/bizsend", data={"touser": resident}))


def test_media_are_kept_for_three_days(stand: Stand, client: WeChatClient) -> None:
    picture = b"\x89PNG\r\n" + b"x" * 100
    media_id = client.media.upload("image", ("chart.png", picture))["media_id"]
    assert client.media.download(media_id).content == picture
    resident = stand.person()
    stand.say(resident, "你好")
    client.message.send_image(resident, media_id)
    assert stand.inbox(resident)[-1].details["media_id"] == media_id
    assert refused(40005, lambda: client.media.upload("image", ("chart.png", b"not a picture")))
    stand.advance(3 * 24 * HOUR + 1)
    client.fetch_access_token()
    assert refused(40007, lambda: client.media.download(media_id))
