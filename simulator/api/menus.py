"""The account's menu, and personal ones by tag (documents 创建自定义菜单, 个性化菜单)."""

from urllib.parse import urlsplit

from simulator.api.request import OK, Answer, Request
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.people import Person
from simulator.platform import Platform

_NEEDS = {
    "click": "key",
    "view": "url",
    "scancode_push": "key",
    "scancode_waitmsg": "key",
    "pic_sysphoto": "key",
    "pic_photo_or_album": "key",
    "pic_weixin": "key",
    "location_select": "key",
    "media_id": "media_id",
    "article_id": "article_id",
    "article_view_limited": "article_id",
    "miniprogram": "pagepath",
}
_KEY_BYTES = 128
_URL_BYTES = 1024
_FIRST_MENU_ID = 400_000_000


def create(platform: Platform, request: Request) -> Answer:
    """The menu of everybody."""
    platform.menus.default = _checked_buttons(request.fields())
    return OK


def get(platform: Platform, request: Request) -> Answer:
    """All menus as they stand."""
    menus = platform.menus
    if menus.default is None:
        raise ApiError(46003)
    answer: dict[str, object] = {"menu": {"button": menus.default, "menuid": _FIRST_MENU_ID}}
    if menus.conditional:
        answer["conditionalmenu"] = [
            {"button": buttons, "matchrule": rule, "menuid": number}
            for number, (rule, buttons) in menus.conditional.items()
        ]
    return answer


def current(platform: Platform, request: Request) -> Answer:
    """The menu of everybody as the account's console shows it; buttons within a button stand in a list of their own."""
    buttons = platform.menus.default
    if buttons is None:
        return {"is_menu_open": 0}
    return {"is_menu_open": 1, "selfmenu_info": {"button": [_in_console(Fields(button)) for button in buttons]}}


def delete(platform: Platform, request: Request) -> Answer:
    """Take all menus away, personal ones too."""
    platform.menus.default = None
    platform.menus.conditional.clear()
    return OK


def add_conditional(platform: Platform, request: Request) -> Answer:
    """A menu for people with a tag."""
    if platform.menus.default is None:
        raise ApiError(65301)
    given = request.fields()
    buttons = _checked_buttons(given)
    rule = given.inner("matchrule").raw()
    if not rule:
        raise ApiError(40035, "matchrule")
    number = max(platform.menus.conditional, default=_FIRST_MENU_ID) + 1
    platform.menus.conditional[number] = (rule, buttons)
    return {"menuid": str(number)}


def delete_conditional(platform: Platform, request: Request) -> Answer:
    """Take a personal menu away."""
    number = request.fields().raw().get("menuid")
    if platform.menus.conditional.pop(int(str(number)) if str(number).isdecimal() else 0, None) is None:
        raise ApiError(65301)
    return OK


def try_match(platform: Platform, request: Request) -> Answer:
    """The menu that a person would see."""
    return {"button": menu_of(platform, platform.person(request.fields().raw().get("user_id")))}


def menu_of(platform: Platform, person: Person) -> list[object]:
    """The buttons that a person sees: the newest personal menu that fits, else everybody's, else none."""
    for rule, buttons in reversed(platform.menus.conditional.values()):
        if str(rule.get("tag_id", "")) in {str(tag) for tag in person.tags}:
            return buttons
    return platform.menus.default or []


def _in_console(button: Fields) -> dict[str, object]:
    inner = button.items("sub_button")
    if not inner:
        return {name: value for name, value in button.raw().items() if name != "sub_button"}
    return {"name": button.text("name"), "sub_button": {"list": [dict(Fields(one).raw()) for one in inner]}}


def _checked_buttons(given: Fields) -> list[object]:
    buttons = given.items("button")
    if not 1 <= len(buttons) <= 3:
        raise ApiError(40016)
    for button in map(Fields, buttons):
        inner = button.items("sub_button")
        if len(inner) > 5:
            raise ApiError(40023)
        _check_name(button, 16, 40018)
        if not inner:
            _check_button(button, wrong_type=40017, wrong_key=40019, wrong_url=40020, wrong_domain=40055)
        for sub_button in map(Fields, inner):
            _check_name(sub_button, 60, 40025)
            _check_button(sub_button, wrong_type=40024, wrong_key=40026, wrong_url=40027, wrong_domain=40054)
    return buttons


def _check_name(button: Fields, most: int, wrong: int) -> None:
    if not 1 <= len(button.text("name", "").encode()) <= most:
        raise ApiError(wrong)


def _check_button(button: Fields, *, wrong_type: int, wrong_key: int, wrong_url: int, wrong_domain: int) -> None:
    kind = button.text("type", "")
    if kind not in _NEEDS:
        raise ApiError(wrong_type)
    needed = button.text(_NEEDS[kind], "").encode()
    if _NEEDS[kind] == "url":
        if not 1 <= len(needed) <= _URL_BYTES:
            raise ApiError(wrong_url)
        if urlsplit(needed).scheme not in (b"http", b"https"):
            raise ApiError(wrong_domain)
    elif not 1 <= len(needed) <= _KEY_BYTES:
        raise ApiError(wrong_key)
