"""Tags, users, menus, QR codes and media of the stand-in, called by wechatpy's own client."""

from collections.abc import Callable, Iterator

import pytest
import requests
from wechatpy import WeChatClient, WeChatClientException

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
    made = WeChatClient(stand.account.app_id, stand.account.app_secret, timeout=5, auto_retry=False)
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
    client.menu.delete()
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
